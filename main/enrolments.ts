// Where a device is enrolled, and with which token: one small file per device in the data folder,
// readable by its owner only. The token is sealed by the system's own store of secrets where there
// is one; where there is none the file says so, and so does the screen.
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Enrolled } from '../shared/bridge.ts';
import { decodeJson } from '../shared/lib/decode.ts';
import { fail, ok, type Result } from '../shared/lib/result.ts';
import { enrolmentSchema } from '../shared/sync/calls.ts';
import { writeWhole } from './whole-file.ts';

/** The system's store of secrets (`safeStorage`). */
export interface Secrets {
  readonly isAvailable: () => boolean;
  readonly seal: (text: string) => Uint8Array;
  /** Throws when it was sealed by another user or machine. */
  readonly open: (sealed: Uint8Array) => string;
}

export interface Kept {
  readonly enrolled: Enrolled;
  readonly token: string;
}

export interface Enrolments {
  /** `local`: the file or the system's secrets do not answer now; they may later. */
  read(device: string): Promise<Result<Kept, { readonly code: 'notEnrolled' | 'local' }>>;
  /** Whether a file can be kept: asked before a code is used up. */
  prepare(): Promise<boolean>;
  keep(
    enrolled: Omit<Enrolled, 'isTokenSealed'>,
    token: string,
  ): Promise<Result<Enrolled, { readonly code: 'local' }>>;
}

const fileSchema = v.object({
  version: v.literal(1),
  address: v.string(),
  enrolment: enrolmentSchema,
  isSealed: v.boolean(),
  /** Base64 of what was sealed, or the token as it is. */
  token: v.pipe(v.string(), v.minLength(1)),
});

export function openEnrolments(folder: string, secrets: Secrets): Enrolments {
  const fileOf = (device: string) => join(folder, `${device}.json`);
  /** Read once: the system's secrets may ask the person each time. */
  const known = new Map<string, Kept>();

  return {
    read: async (device) => {
      const kept = known.get(device);
      if (kept !== undefined) return ok(kept);
      let text: string;
      try {
        text = await readFile(fileOf(device), 'utf8');
      } catch (error) {
        return fail({ code: codeOf(error) === 'ENOENT' ? 'notEnrolled' : 'local' });
      }
      const file = decodeJson(fileSchema, text);
      if (!file.ok || file.value.enrolment.device !== device) return fail({ code: 'notEnrolled' });
      const { address, enrolment, isSealed } = file.value;
      if (isSealed && !secrets.isAvailable()) return fail({ code: 'local' });
      let token: string;
      try {
        token = isSealed ? secrets.open(Buffer.from(file.value.token, 'base64')) : file.value.token;
      } catch {
        return fail({ code: 'notEnrolled' });
      }
      const read = { enrolled: { ...enrolment, address, isTokenSealed: isSealed }, token };
      known.set(device, read);
      return ok(read);
    },

    prepare: async () => {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        return true;
      } catch {
        return false;
      }
    },

    keep: async ({ address, ...enrolment }, token) => {
      const isSealed = secrets.isAvailable();
      const file: v.InferInput<typeof fileSchema> = {
        version: 1,
        address,
        enrolment,
        isSealed,
        token: isSealed ? Buffer.from(secrets.seal(token)).toString('base64') : token,
      };
      try {
        await writeWhole({
          path: fileOf(enrolment.device),
          content: JSON.stringify(file),
          mode: 0o600,
        });
      } catch {
        return fail({ code: 'local' });
      }
      const enrolled = { ...enrolment, address, isTokenSealed: isSealed };
      known.set(enrolment.device, { enrolled, token });
      return ok(enrolled);
    },
  };
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
