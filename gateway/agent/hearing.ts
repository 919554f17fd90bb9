// From a file of EMMA's to what the log knows: claimed by a rename, read within its limits, heard in one
// act, and only then kept in the archive. Read a second time it changes nothing: an answer is known by
// its own TxRefNbr and what it says. What cannot be believed or is nobody's is kept as it is, with a
// sentence beside it.
import { OF_ONE_FILE } from '../../shared/domain/agent-stands.ts';
import * as v from 'valibot';
import { fail, ok } from '../../shared/lib/result.ts';
import type { Bytes, StartDecoder } from '../../shared/domain/intake/file.ts';
import type { FixCommand } from '../../shared/domain/fix-commands.ts';
import type { HeardOf } from '../../shared/domain/hear.ts';
import { judging, type JudgedAnswer } from '../../shared/domain/judge-answer.ts';
import { answerFrom } from '../../shared/market/answers.ts';
import { dailyFrom, linesLeftOut, unreadIn } from '../../shared/market/daily-list.ts';
import { readMessageFile } from '../../shared/market/file.ts';
import type { RefusedRecord } from '../../shared/market/csv.ts';
import type { Received } from '../../shared/market/raw.ts';
import type { AgentLog, Author } from './agent-log.ts';
import {
  isOfAll,
  type FolderTrouble,
  type InboxPort,
  type OfFolder,
  type Unreadable,
} from './folder.ts';
import { noneLeftOut, partlyReason, poisonReason, unreadableReason } from './poison.ts';
import type { Settings } from './settings.ts';
import type { AgentEvent } from './status.ts';

export interface HearingPorts {
  readonly log: AgentLog;
  readonly inbox: InboxPort;
  /** As they are now: a desk may say others. */
  readonly settings: () => Settings;
  readonly author: Author;
  /** UTC ms. */
  readonly now: () => number;
  /** Whether the log has what the gateway has: only then a customer we do not know is nobody's. */
  readonly isCurrent: () => boolean;
  readonly onEvent: (event: AgentEvent) => void;
}

/** Files of one pass; the next one goes on. */
const MOST_FILES = 200;

/** So often a file is begun, where nobody came to its end. */
const MOST_TIMES = 2;
const READING = 'reading';
const readingSchema = v.array(v.object({ name: v.string(), times: v.number() }));

/** What is to become of a file. */
type Verdict =
  | {
      readonly is: 'heard';
      readonly answers: readonly HeardOf[];
      /** Older than what is here, and heard before. */
      readonly older: number;
      readonly known: number;
      readonly foreign: number;
      readonly refused: number;
      /** Why it is set aside all the same; null where every row is taken in. */
      readonly partly: string | null;
    }
  | {
      readonly is: 'daily';
      readonly type: '602' | '603';
      readonly command: DailyCommand;
      /** Why it is set aside all the same; null where every line is taken in. */
      readonly partly: string | null;
    }
  | { readonly is: 'poison'; readonly reason: string }
  /** Nobody we know, as far as we know: looked at again once the gateway was heard. */
  | { readonly is: 'later' };

type DailyCommand = Extract<FixCommand, { readonly do: 'listDaily' }>;

export class Hearing {
  readonly #ports: HearingPorts;

  constructor(ports: HearingPorts) {
    this.#ports = ports;
  }

  /** The value is what is wrong with one of them, or lies among them, and holds up no other. */
  async pass(): OfFolder<FolderTrouble | null> {
    const { inbox } = this.#ports;
    const names = await inbox.waiting(MOST_FILES);
    if (!names.ok) return names;
    let first: FolderTrouble | null = null;
    let isAnyDone = false;
    for (const name of names.value) {
      const done = await this.#file(name);
      if (done.ok) isAnyDone = true;
      else if (isOfAll(done.error)) return done;
      else first ??= done.error;
    }
    if (first === null) {
      const left = await inbox.leftAlone();
      if (!left.ok) return left;
      return ok(left.value === null ? null : { is: 'broken', why: left.value });
    }
    // Barred from one, and not from another: the folder may be written.
    const isOne = first.is === 'broken' || (first.is === 'readOnly' && isAnyDone);
    return isOne ? ok({ is: 'broken', why: `${OF_ONE_FILE}${first.why}` }) : fail(first);
  }

  async #file(name: string): OfFolder<null> {
    const { inbox, log, author, onEvent } = this.#ports;
    const claimed = await inbox.claim(name);
    if (!claimed.ok) return claimed;
    if (claimed.value === null) return ok(null);
    const verdict = await this.#verdictOn(claimed.value, name);
    switch (verdict.is) {
      case 'later':
        this.#unmark(name);
        return ok(null);
      case 'poison': {
        if (verdict.reason !== poisonReason('unfinished')) this.#unmark(name);
        const done = await inbox.poison(name, verdict.reason);
        if (done.ok) this.#unmark(name);
        if (done.ok) onEvent({ is: 'poisoned', reason: verdict.reason });
        // It waits where it is; what is no poison needs none of that folder.
        return done.ok ? done : fail({ ...done.error, atFile: true });
      }
      case 'daily': {
        const listed = log.act(verdict.command, author);
        this.#unmark(name);
        if (!listed.ok) return fail({ is: 'broken', why: listed.error.code });
        const done = await this.#putAway(name, verdict.partly);
        const { day, part } = verdict.command;
        const one = { is: 'listed', type: verdict.type, day } as const;
        if (done.ok) onEvent(part === undefined || part.of === 1 ? one : { ...one, part });
        if (done.ok && verdict.partly !== null) onEvent({ is: 'poisoned', reason: verdict.partly });
        return done;
      }
      case 'heard': {
        const { answers, older, known, foreign, refused, partly } = verdict;
        const heard = log.act({ do: 'hear', answers }, author);
        this.#unmark(name);
        // What is heard is never refused; were it, the file stays where it is.
        if (!heard.ok) return fail({ is: 'broken', why: heard.error.code });
        const count = answers.length + known;
        const told = { is: 'heard', answers: count, older, foreign, refused } as const;
        const done = await this.#putAway(name, partly);
        if (done.ok) onEvent(told);
        if (done.ok && partly !== null) onEvent({ is: 'poisoned', reason: partly });
        return done;
      }
    }
  }

  /** What of it stays out is for a person to look at: put in once more it does nothing twice. */
  async #putAway(name: string, partly: string | null): OfFolder<null> {
    const { inbox } = this.#ports;
    if (partly === null) return inbox.archive(name, this.#day());
    const done = await inbox.poison(name, partly);
    return done.ok ? done : fail({ ...done.error, atFile: true });
  }

  async #verdictOn(file: Bytes | Unreadable, name: string): Promise<Verdict> {
    if ('unreadable' in file) return { is: 'poison', reason: unreadableReason(file.unreadable) };
    const times = this.#mark(name);
    if (times > MOST_TIMES) return { is: 'poison', reason: poisonReason('unfinished') };
    return this.#judge(file, name);
  }

  /** Written down before it is read: whoever dies of it would begin with it again, for ever. */
  #mark(name: string): number {
    const { log } = this.#ports;
    const all = log.fact(READING, readingSchema) ?? [];
    const times = (all.find((each) => each.name === name)?.times ?? 0) + 1;
    log.keepFact(READING, [...all.filter((each) => each.name !== name), { name, times }]);
    return times;
  }

  /** What is read and taken in cannot end the program any more. */
  #unmark(name: string): void {
    const { log } = this.#ports;
    const all = log.fact(READING, readingSchema) ?? [];
    const others = all.filter((each) => each.name !== name);
    if (others.length < all.length) log.keepFact(READING, others);
  }

  async #judge(file: Bytes, name: string): Promise<Verdict> {
    const { author } = this.#ports;
    const settings = this.#ports.settings();
    const options = { wall: settings.wall, us: author.supplier };
    const read = await readMessageFile(file, startDecoder, options);
    if (!read.ok) return { is: 'poison', reason: poisonReason(read.error) };
    const { messages, refused, daily } = read.value;
    if (daily !== null) return { is: 'poison', reason: poisonReason('noDay') };
    const [one] = messages;
    if (one === undefined) {
      const problem = refused[0]?.problem ?? { code: 'empty' as const };
      return { is: 'poison', reason: poisonReason(problem) };
    }
    const { type } = one.message;
    const isDaily = type === '602' || type === '603';
    if (isDaily && messages.length === 1) return dailyOf(one, refused, name);
    const judged: JudgedAnswer[] = [];
    const foreign: number[] = [];
    const noAnswer: number[] = [];
    /** Named by a reference of ours, and by an MPRN of nobody known here, or of another customer. */
    const ourReference: number[] = [];
    const disagreeing: number[] = [];
    const { views } = this.#ports.log;
    const judge = judging({
      fixOf: (mprn) => views.fixOf(mprn),
      caseOf: (mprn) => views.caseOf(mprn),
      listsOf: (mprn) => views.everListed(mprn),
      requestsOf: (mprn) => views.requestsOf(mprn),
      mprnOf: (txRefNbr) => views.mprnOf(txRefNbr),
      holdersOf: (businessReference) => views.holdersOf(businessReference),
    });
    for (const { message, record } of messages) {
      const from = answerFrom(message, settings.wall, name);
      const of = from === null ? null : judge(from);
      const at = record ?? 1;
      if (of === null) noAnswer.push(at);
      else if (of.verdict.is === 'notOurs' || of.verdict.is === 'noMessageOfOurs')
        (of.whose === null ? foreign : ourReference).push(at);
      else {
        if (of.verdict.is !== 'known' && of.whose !== null) disagreeing.push(at);
        if (of.verdict.is !== 'disagrees') judged.push(of);
      }
    }
    const isAnyoneElses = foreign.length + ourReference.length > 0;
    if (isAnyoneElses && !this.#ports.isCurrent()) return { is: 'later' };
    if (judged.length > 0) {
      const answers = judged.flatMap(({ heard }) => heard ?? []);
      const count = (of: 'older' | 'known') =>
        judged.filter(({ verdict }) => verdict.is === of).length;
      return {
        is: 'heard',
        answers,
        older: count('older'),
        known: count('known'),
        foreign: foreign.length + ourReference.length,
        refused: refused.length,
        partly: partlyReason({ refused, foreign, noAnswer, ourReference, disagreeing }),
      };
    }
    if (disagreeing.length + ourReference.length > 0) {
      const left = { refused: [], foreign, noAnswer, ourReference, disagreeing };
      return { is: 'poison', reason: partlyReason(left) ?? poisonReason('foreign') };
    }
    if (foreign.length > 0) return { is: 'poison', reason: poisonReason('foreign') };
    return { is: 'poison', reason: poisonReason(isDaily ? 'severalDays' : 'request') };
  }

  #day(): string {
    return new Date(this.#ports.now()).toISOString().slice(0, 10);
  }
}

function dailyOf(received: Received, refused: readonly RefusedRecord[], name: string): Verdict {
  const { message, notes } = received;
  if (message.type !== '602' && message.type !== '603')
    return { is: 'poison', reason: poisonReason('request') };
  const daily = dailyFrom(message, unreadIn(received, refused));
  if (!daily.ok) return { is: 'poison', reason: poisonReason(daily.error) };
  const { type, ...of } = daily.value;
  if (of.day === '') return { is: 'poison', reason: poisonReason('noDay') };
  const out = { ...noneLeftOut, refused: [...linesLeftOut(notes), ...refused] };
  const command = { do: 'listDaily', ...of, file: name.slice(0, 200) } as const;
  return { is: 'daily', type, command, partly: partlyReason(out) };
}

const startDecoder: StartDecoder = (encoding, fatal) => {
  const decoder = new TextDecoder(encoding, { fatal, ignoreBOM: true });
  return (bytes, last) => {
    try {
      return decoder.decode(bytes, { stream: !last });
    } catch {
      return undefined;
    }
  };
};
