// `backstop.json`: what an administrator may lay down for a whole desk. The first one found counts,
// even when it is wrong: falling through to another would hide the mistake.
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  administratorFileSchema,
  type AdministratorFile,
  type HostProblem,
} from '../shared/bridge.ts';
import { decodeJson, type Misfit } from '../shared/lib/decode.ts';

export const administratorFileName = 'backstop.json';

/** A roster and some numbers; anything larger is not this file. */
const mostBytes = 1_000_000;

export interface AdministratorReply {
  readonly administrator: AdministratorFile | null;
  readonly problems: readonly HostProblem[];
}

/** Where the file is looked for, in this order: beside the program, then the system's folder. */
export function administratorFolders(system: {
  readonly platform: NodeJS.Platform;
  readonly programData: string | undefined;
  readonly beside: string;
}): readonly string[] {
  return [system.beside, ...systemFolder(system.platform, system.programData)];
}

function systemFolder(
  platform: NodeJS.Platform,
  programData: string | undefined,
): readonly string[] {
  if (platform === 'win32') return programData === undefined ? [] : [join(programData, 'Backstop')];
  if (platform === 'darwin') return ['/Library/Application Support/Backstop'];
  return ['/etc/backstop'];
}

export async function readAdministratorFile(
  folders: readonly string[],
): Promise<AdministratorReply> {
  for (const folder of folders) {
    const where = join(folder, administratorFileName);
    let text: string;
    try {
      const { size } = await stat(where);
      if (size > mostBytes) return invalid(where, `larger than ${mostBytes} bytes`);
      text = await readFile(where, 'utf8');
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT' || code === 'ENOTDIR') continue;
      return invalid(where, `cannot be read (${code})`);
    }
    // Windows editors put a byte order mark before JSON.
    const json = text.replace(/^\uFEFF/, '').trim();
    // A schema of optional fields would take a list for an empty file.
    if (json.startsWith('[')) return invalid(where, 'not an object but a list');
    const decoded = decodeJson(administratorFileSchema, json);
    return decoded.ok
      ? { administrator: decoded.value, problems: [] }
      : invalid(where, sentenceOf(decoded.error));
  }
  return { administrator: null, problems: [] };
}

function invalid(where: string, what: string): AdministratorReply {
  return { administrator: null, problems: [{ code: 'administratorFileInvalid', where, what }] };
}

function sentenceOf(misfits: readonly Misfit[]): string {
  return misfits
    .slice(0, 3)
    .map(({ path, expected }) => (path === '' ? `not ${expected}` : `${path}: not ${expected}`))
    .join('; ');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
