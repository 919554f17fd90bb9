// XML into the few parts a message has, and no further than the first thing that is wrong. saxes
// (ISC, no dependencies but its tables of characters) because of the four looked at it alone is a
// stream and strict: txml takes truncated files, fast-xml-parser two roots, text after the end and
// control characters, xmldom builds the whole tree first. It knows no entities but XML's own five.
import { SaxesParser } from 'saxes';
import { fail, ok, type Result } from '../lib/result.ts';
import { headerElement, northernIrelandRoot, rootElement } from './messages.ts';
import type { MessageProblem } from './problem.ts';

/** The deepest message known has five. */
export const MOST_DEPTH = 16;
/** Of one element. */
export const MOST_ATTRIBUTES = 64;
/** A daily list names each message once. */
export const MOST_ELEMENTS = 100_000;

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

export interface XmlParts {
  readonly header: XmlElement;
  readonly body: XmlElement;
  /** Everything below the body, in order. */
  readonly below: readonly XmlElement[];
  /** What stands where nothing of ours is. */
  readonly passedOver: readonly string[];
}

export interface XmlReader {
  /** The next piece; a problem ends it, and nothing more needs to be read. */
  readonly write: (text: string) => MessageProblem | null;
  readonly end: () => Result<XmlParts, MessageProblem>;
}

export function startXml(): XmlReader {
  const gathering = new Gathering();
  const parser = new SaxesParser({ xmlns: true });
  let problem: MessageProblem | null = null;
  let isEnding = false;
  const attempt = (work: () => void): MessageProblem | null => {
    if (problem !== null) return problem;
    try {
      work();
    } catch (thrown) {
      if (!(thrown instanceof Stop)) throw thrown;
      problem = thrown.problem;
    }
    return problem;
  };
  parser.on('error', ({ message }) => {
    throw new Stop(isEnding ? { code: 'cutShort' } : problemOf(message, parser));
  });
  parser.on('doctype', () => {
    throw new Stop({ code: 'documentType' });
  });
  let attributes = 0;
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('attribute', () => {
    if (++attributes > MOST_ATTRIBUTES)
      throw new Stop({ code: 'tooMany', what: 'attributes', most: MOST_ATTRIBUTES });
  });
  parser.on('opentag', (tag) => gathering.open(elementOf(tag)));
  parser.on('closetag', () => gathering.close());
  parser.on('text', (text) => gathering.text(text));
  parser.on('cdata', (text) => gathering.text(text));
  return {
    write: (text) => attempt(() => parser.write(text)),
    end: () => {
      isEnding = true;
      const found = attempt(() => parser.close());
      return found === null ? gathering.parts() : fail(found);
    },
  };
}

/** Leaves the parser, which has no other way out. */
class Stop extends Error {
  readonly problem: MessageProblem;
  constructor(problem: MessageProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

function problemOf(
  message: string,
  { line, column }: { readonly line: number; readonly column: number },
): MessageProblem {
  if (message.includes('duplicate attribute:')) return { code: 'duplicateAttribute', line };
  if (message.includes('undefined entity')) return { code: 'entity', line };
  return { code: 'notWellFormed', line, column };
}

interface Tag {
  readonly local: string;
  readonly attributes: Readonly<
    Record<string, { readonly prefix: string; readonly local: string; readonly value: string }>
  >;
}

/** Attributes of other namespaces say how to read a document, not what is in it. */
function elementOf(tag: Tag): XmlElement {
  const attributes: Record<string, string> = Object.create(null);
  for (const { prefix, local, value } of Object.values(tag.attributes)) {
    if (prefix === '' && local !== 'xmlns') attributes[local] = value;
  }
  return { name: tag.local, attributes };
}

class Gathering {
  #depth = 0;
  #elements = 0;
  #inBody = false;
  #header: XmlElement | null = null;
  #body: XmlElement | null = null;
  readonly #below: XmlElement[] = [];
  readonly #passedOver = new Set<string>();

  open(element: XmlElement): void {
    if (++this.#elements > MOST_ELEMENTS)
      throw new Stop({ code: 'tooMany', what: 'elements', most: MOST_ELEMENTS });
    if (++this.#depth > MOST_DEPTH) throw new Stop({ code: 'tooDeep', most: MOST_DEPTH });
    if (this.#depth === 1) this.#openRoot(element.name);
    else if (this.#depth === 2) this.#openPart(element);
    else if (this.#inBody) this.#below.push(element);
    else this.#passedOver.add(element.name);
  }

  close(): void {
    if (--this.#depth === 1) this.#inBody = false;
  }

  text(text: string): void {
    if (text.trim() !== '') this.#passedOver.add('text');
  }

  parts(): Result<XmlParts, MessageProblem> {
    if (this.#header === null) return fail({ code: 'noHeader' });
    if (this.#body === null) return fail({ code: 'noBody' });
    return ok({
      header: this.#header,
      body: this.#body,
      below: this.#below,
      passedOver: [...this.#passedOver],
    });
  }

  #openRoot(name: string): void {
    if (name === northernIrelandRoot) throw new Stop({ code: 'northernIreland' });
    if (name !== rootElement) throw new Stop({ code: 'notAMessage' });
  }

  #openPart(element: XmlElement): void {
    if (element.name === headerElement) {
      if (this.#header !== null) throw new Stop({ code: 'severalHeaders' });
      this.#header = element;
    } else if (element.name.startsWith('NIE')) {
      throw new Stop({ code: 'northernIreland' });
    } else if (element.name.startsWith('MIM')) {
      if (this.#body !== null) throw new Stop({ code: 'severalBodies' });
      this.#body = element;
      this.#inBody = true;
    } else {
      this.#passedOver.add(element.name);
    }
  }
}
