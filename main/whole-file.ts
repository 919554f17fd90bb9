// A file that is there whole or as it was: written beside, on disk before it takes its name. What could
// not be written is not left lying about: it may hold customers.
import { open, rename, rm } from 'node:fs/promises';

export interface WholeFile {
  readonly path: string;
  readonly content: string | Uint8Array;
  /** Who may read it; left out, what the system gives a new file. */
  readonly mode?: number;
  /** The name it has while it is written. */
  readonly beside?: string;
}

export async function writeWhole({
  path,
  content,
  mode,
  beside = `${path}.new`,
}: WholeFile): Promise<void> {
  try {
    const handle = await open(beside, 'w', mode);
    try {
      // A file left over from a crash keeps the mode it was made with.
      if (mode !== undefined) await handle.chmod(mode);
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined);
    throw error;
  }
}
