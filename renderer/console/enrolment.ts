// As what this device belongs to an organisation. The host keeps the token; the page keeps who it
// is, so that it knows at every start, gateway or not. Practice belongs to nobody, ever.
import * as v from 'valibot';
import type { Bridge, Enrolled, World } from '../../shared/bridge.ts';
import { decode } from '../../shared/lib/decode.ts';
import { fail, type Result } from '../../shared/lib/result.ts';
import { enrolmentSchema } from '../../shared/sync/calls.ts';
import type { CallFailure } from '../../shared/sync/failure.ts';
import type { Store } from '../store/ports.ts';

const KEY = 'enrolment';

const keptSchema = v.object({
  ...enrolmentSchema.entries,
  address: v.string(),
  isTokenSealed: v.boolean(),
});

export interface EnrolmentPorts {
  readonly world: World;
  readonly bridge: Pick<Bridge, 'enrol' | 'enrolmentOf'>;
  readonly store: Pick<Store, 'kept' | 'keep'>;
}

export class Enrolment {
  readonly #ports: EnrolmentPorts;

  constructor(ports: EnrolmentPorts) {
    this.#ports = ports;
  }

  /** Null also for a device that was another one when it joined: a copy has to join anew. */
  async load(device: string): Promise<Enrolled | null> {
    if (this.#ports.world !== 'live') return null;
    const { bridge, store } = this.#ports;
    const noted = await store.kept(KEY);
    const kept = decode(keptSchema, noted);
    if (kept.ok && kept.value.device === device) return kept.value;
    if (noted !== undefined) return null;
    // Nothing is noted: never joined, or the note was lost with the database. The host knows.
    const enrolled = await bridge.enrolmentOf({ device });
    if (enrolled !== null) await store.keep(KEY, enrolled);
    return enrolled;
  }

  async join(
    device: string,
    address: string | null,
    code: string,
  ): Promise<Result<Enrolled, CallFailure>> {
    if (this.#ports.world !== 'live') return fail({ code: 'notEnrolled' });
    const joined = await this.#ports.bridge.enrol({ device, address, code });
    if (joined.ok) await this.#ports.store.keep(KEY, joined.value);
    return joined;
  }
}
