// What the shell itself remembers: where the window was. A file that cannot be read counts as none.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { decodeJson } from '../shared/lib/decode.ts';

const windowSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.pipe(v.number(), v.minValue(400)),
  height: v.pipe(v.number(), v.minValue(300)),
  maximised: v.boolean(),
});
const settingsSchema = v.object({ window: v.optional(windowSchema) });
export type ShellSettings = v.InferOutput<typeof settingsSchema>;

export function readSettings(folder: string): ShellSettings {
  try {
    const read = decodeJson(settingsSchema, readFileSync(join(folder, 'shell.json'), 'utf8'));
    return read.ok ? read.value : {};
  } catch {
    return {};
  }
}

/** Written beside and renamed: a crash leaves the old file or the new one, never half of one. */
export function writeSettings(folder: string, settings: ShellSettings): void {
  const file = join(folder, 'shell.json');
  try {
    writeFileSync(`${file}.new`, JSON.stringify(settings));
    renameSync(`${file}.new`, file);
  } catch {
    // The place of a window is not worth stopping for.
  }
}
