// What a desk does not take in, as one file to keep: each original to the last byte, as the agent's poison
// folder has it, with the reasons beside it, and a table of all of them in front. Loaded when it is saved.
import { zipSync } from 'fflate';
import { toCsv } from '../../shared/domain/intake/table.ts';

export interface AsideFile {
  readonly name: string;
  /** Null of what was no file. */
  readonly content: Blob | null;
  readonly lines: readonly AsideLine[];
}

export interface AsideLine {
  readonly record: number | null;
  readonly mprn: string | null;
  readonly type: string;
  readonly txRefNbr: string;
  readonly why: string;
}

/** Beyond this a page may not have the memory; what is larger stays where it lies, and is said. */
const MOST_BYTES = 400 * 1024 * 1024;
const NOT_COPIED = 'The original is not in this file: it could not be read, or is too large.';

export async function packAside(files: readonly AsideFile[]): Promise<Uint8Array<ArrayBuffer>> {
  const packed: Record<string, Uint8Array> = {};
  const table: string[][] = [['File', 'Row', 'MPRN', 'Type', 'TxRefNbr', 'Why', 'Kept as']];
  const taken = new Set(['set-aside.csv']);
  let room = MOST_BYTES;
  for (const { name, content, lines } of files) {
    const kept = freeName(name, taken);
    const bytes = content === null || content.size > room ? null : await bytesIn(content);
    if (bytes !== null) {
      room -= bytes.length;
      packed[kept] = bytes;
    }
    const reasons = lines.map(({ record, why }) =>
      record === null ? why : `Row ${record}: ${why}`,
    );
    const said = bytes === null ? [...reasons, NOT_COPIED] : reasons;
    packed[`${kept}.reason.txt`] = utf8(`${said.join('\n')}\n`);
    for (const { record, mprn, type, txRefNbr, why } of lines)
      table.push([
        name,
        record === null ? '' : String(record),
        mprn ?? '',
        type,
        txRefNbr,
        why,
        bytes === null ? '' : kept,
      ]);
  }
  // Stored as they are: nothing has to be unpacked to be looked at, and nothing waits for the packing.
  return zipSync({ 'set-aside.csv': utf8(toCsv(table)), ...packed }, { level: 0 });
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function bytesIn(content: Blob): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await content.arrayBuffer());
  } catch {
    return null;
  }
}

/** No path, and with a number where two files have one name, whatever a disk thinks of capitals. */
function freeName(name: string, taken: Set<string>): string {
  const plain = name.replaceAll(/[\\/:]/g, '_').replace(/^\.+/, '_') || '_';
  const dot = plain.lastIndexOf('.');
  const [base, end] = dot > 0 ? [plain.slice(0, dot), plain.slice(dot)] : [plain, ''];
  for (let count = 1; ; count++) {
    const free = count === 1 ? plain : `${base} (${count})${end}`;
    if (taken.has(free.toLowerCase())) continue;
    taken.add(free.toLowerCase());
    taken.add(`${free}.reason.txt`.toLowerCase());
    return free;
  }
}
