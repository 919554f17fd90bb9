// Two sides of one night for rule tests: a supplier's desks and Networks' desk, each writing entries
// of its own; what either sees is joined with the authors the gateway would tell it.
import { assert, must } from '../../../shared/lib/check.ts';
import { ORIGIN, seal, tipAfter, type Entry, type Tip } from '../../../shared/log/entry.ts';
import { nextStamp } from '../../../shared/log/stamp.ts';
import type { CoordinatorCommand } from '../../../shared/domain/coordinator.ts';
import { decide, type Refusal } from '../../../shared/domain/commands.ts';
import { draft, eventOf, type DomainEvent, type EventBody } from '../../../shared/domain/events.ts';
import { makeReference } from '../../../shared/domain/reference.ts';
import { joinRequests } from '../../../shared/domain/request-join.ts';
import type { Picture } from '../../../shared/domain/request-picture.ts';
import { foldRequest, type RequestState } from '../../../shared/domain/request.ts';
import { evening } from './world.ts';

const MIN = 60_000;

/** Device → organisation, as the gateway knows it. */
const organisations: Readonly<Record<string, string>> = {
  'desk-1': 'ABC',
  'desk-2': 'ABC',
  'desk-x': 'XYZ',
  networks: 'ESBN',
  'networks-2': 'ESBN',
};

export class Night {
  now = evening;
  readonly entries: Entry[] = [];
  readonly #tips = new Map<string, Tip>();
  #ids = 0;
  readonly #references = new Map<string, number>();

  minutes(count: number): this {
    this.now += count * MIN;
    return this;
  }

  /** A request of a supplier's own; gives its subject. */
  ask(
    mprn: string,
    over: Partial<EventBody<'request.made'>> & { readonly desk?: string } = {},
  ): string {
    const { desk = 'desk-1', ...body } = over;
    const subject = `request:${(this.#ids += 1)}`;
    const made = { type: 'reenergise', mprn, priority: false, reference: this.#reference(desk) };
    this.#write(desk, [
      draft(subject, 'request.made', { ...made, ...body } as EventBody<'request.made'>, {
        salt: 's',
        to: 'networks',
      }),
    ]);
    return subject;
  }

  /** What a supplier's desk heard on the phone. */
  hear(subject: string, body: EventBody<'request.answered'>, desk = 'desk-1'): void {
    this.#write(desk, [draft(subject, 'request.answered', body, { salt: 's', to: 'networks' })]);
  }

  /** Something Networks' coordinator does; the subject, or the refusal. */
  networks(command: CoordinatorCommand, desk = 'networks'): string | Refusal {
    const decided = decide(command, {
      now: this.now,
      operator: desk,
      device: desk,
      caseOf: () => undefined,
      requestOf: (subject) => this.states().find((state) => state.subject === subject),
      newId: () => `typed-${(this.#ids += 1)}`,
      salt: () => 's',
      reference: () => this.#reference(desk),
    });
    if (!decided.ok) return decided.error;
    this.#write(desk, decided.value.drafts);
    return must(decided.value.subject, 'a coordinator’s command is about a request');
  }

  /** A request typed from the phone; gives its subject. */
  phone(
    mprn: string,
    over: Partial<Extract<CoordinatorCommand, { do: 'takeByPhone' }>> = {},
    desk = 'networks',
  ): string {
    const made = { do: 'takeByPhone', mprn, supplier: 'ABC', priority: false, ...over } as const;
    const subject = this.networks(made, desk);
    assert(typeof subject === 'string', 'a request from the phone is never refused');
    return subject;
  }

  #reference(desk: string): string {
    const count = (this.#references.get(desk) ?? 0) + 1;
    this.#references.set(desk, count);
    const hex = [...desk].map((sign) => sign.charCodeAt(0).toString(16)).join('');
    return makeReference({ device: hex.padStart(8, '0'), count });
  }

  #write(device: string, drafts: readonly Parameters<typeof seal>[0][]): void {
    let tip = this.#tips.get(device) ?? { device, seq: 0, hash: ORIGIN, stamp: null };
    for (const each of drafts) {
      const stamp = nextStamp(tip.stamp, this.now, device);
      const id = `${device}-${tip.seq + 1}`;
      const entry = seal(each, tip, { id, now: this.now, stamp, operator: device });
      this.entries.push(entry);
      tip = tipAfter(entry);
    }
    this.#tips.set(device, tip);
  }

  reference(subject: string): string {
    return must(
      this.states().find((state) => state.subject === subject),
      `there is a request ${subject}`,
    ).made.reference;
  }

  states(entries: readonly Entry[] = this.entries): readonly RequestState[] {
    return foldAll(entries);
  }

  /** Pictures as one organisation sees them, of what it may see. */
  seenBy(own: string, entries: readonly Entry[] = this.entries): readonly Picture[] {
    const authors = Object.fromEntries(
      Object.entries(organisations).filter(([, organisation]) => organisation !== own),
    );
    return joinRequests(this.states(entries), { authors, own, isNetworks: own === 'ESBN' });
  }
}

/** As the store does it: every request from its whole history, in the order it came. */
export function foldAll(entries: readonly Entry[]): readonly RequestState[] {
  const subjects = new Map<string, DomainEvent[]>();
  for (const entry of entries) {
    const event = must(eventOf(entry), 'we wrote it');
    subjects.set(entry.subject, [...(subjects.get(entry.subject) ?? []), event]);
  }
  return [...subjects.values()].flatMap((events) => foldRequest(events) ?? []);
}
