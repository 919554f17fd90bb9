// A few words of where the person is, outside the page's database: which door, which screen. Should
// the browser throw that database away, the entries come from the journal and these from here.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SpareName } from '../shared/bridge.ts';
import { writeWhole } from './whole-file.ts';

export interface Spare {
  keep(name: SpareName, text: string): Promise<boolean>;
  read(name: SpareName): Promise<string | null>;
}

export function openSpare(folder: string): Spare {
  const fileOf = (name: SpareName) => join(folder, `${name}.json`);
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: the last that was said is what stands. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };
  return {
    keep: (name, text) =>
      inTurn(async () => {
        try {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          await writeWhole({ path: fileOf(name), content: text, mode: 0o600 });
          return true;
        } catch {
          return false;
        }
      }),
    read: (name) => inTurn(() => readFile(fileOf(name), 'utf8').catch(() => null)),
  };
}
