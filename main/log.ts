// A small log without personal data: what happened, as a code and numbers; never what somebody
// typed, a name or an MPRN. One file beside the data, kept small.
import { appendFileSync, chmodSync, existsSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

const MOST_BYTES = 1_000_000;

/** No field takes the place of when it was and what it is. */
export type LogFields = Readonly<Record<string, string | number | boolean>> & {
  readonly at?: never;
  readonly what?: never;
};
export type WriteLog = (what: string, fields?: LogFields) => void;

export function openLog(folder: string, now: () => number): WriteLog {
  const file = join(folder, 'backstop.log');
  try {
    // One that an earlier version left for everybody to read.
    if (existsSync(file)) chmodSync(file, 0o600);
  } catch {
    // As below.
  }
  return (what, fields = {}) => {
    const line = `${JSON.stringify({ at: new Date(now()).toISOString(), what, ...fields })}\n`;
    process.stdout.write(line);
    try {
      if (existsSync(file) && statSync(file).size > MOST_BYTES) renameSync(file, `${file}.old`);
      appendFileSync(file, line, { mode: 0o600 });
    } catch {
      // A log that cannot be written is no reason to stop a night's work; stdout has the line.
    }
  };
}
