// What calls for a person, kept between two looks and over a restart: what rang, which medical need
// was told, and what a person has closed. The line itself is derived anew (alarm-stack.ts).
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { clockStart, MINUTE } from '../../shared/domain/backstop-clock.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import type { Store } from '../store/ports.ts';
import { callingNow, NEWS_MS, ringsAt, type Calling, type Mark } from './alarm-stack.ts';

const KEY = 'alarms';
/** Somebody was here at least so lately, UTC ms. */
const ALIVE = 'alive';
const ALIVE_MS = MINUTE;
/** After a longer pause the queue itself says how everybody stands. */
const LONGEST_PAUSE_MS = 30 * MINUTE;
const MOST_CLOSED = 500;

const keptSchema = v.object({
  medical: v.array(v.tuple([v.string(), v.number()])),
  closed: v.array(v.string()),
});

export class AlarmLine {
  readonly #clock: () => number;
  readonly #store: Pick<Store, 'keep' | 'kept'>;
  readonly #medical = new Map<string, number>();
  readonly #closed = new Set<string>();
  #marks: readonly Mark[] = [];
  #aliveAt = 0;
  #isOld = true;
  #before: { readonly summaries: readonly Summary[]; readonly now: number } | null = null;
  #line: readonly Calling[] = [];

  constructor(clock: () => number, store: Pick<Store, 'keep' | 'kept'>) {
    this.#clock = clock;
    this.#store = store;
  }

  /** What nobody closed is there again, and what was crossed while the program was not running. */
  async load(summaries: readonly Summary[], alarmMinutes: readonly number[]): Promise<void> {
    const [kept, alive] = await Promise.all([this.#store.kept(KEY), this.#store.kept(ALIVE)]);
    const read = decode(keptSchema, kept);
    if (read.ok) {
      const open = new Set(summaries.map(({ subject }) => subject));
      for (const [subject, at] of read.value.medical)
        if (open.has(subject)) this.#medical.set(subject, at);
      for (const key of read.value.closed) this.#closed.add(key);
    }
    const now = this.#clock();
    const lastHere = typeof alive === 'number' ? Math.min(alive, now) : now;
    const since = Math.max(Math.min(lastHere, now - NEWS_MS), now - LONGEST_PAUSE_MS);
    this.#marks = crossed(summaries, alarmMinutes, since, now);
    this.#isOld = true;
  }

  /** The program runs, and a person hears what rings. */
  alive(now: number): void {
    if (Math.abs(now - this.#aliveAt) < ALIVE_MS) return;
    this.#aliveAt = now;
    void this.#store.keep(ALIVE, now).catch(() => undefined);
  }

  /** An alarm rang in the host: a mark is news now; what was agreed and has passed shows itself. */
  rang(tag: string): void {
    const [kind = '', rest = ''] = tag.split(/:(.*)/s);
    const minutes = /^t(\d+)$/.exec(kind)?.[1];
    if (minutes !== undefined)
      this.#marks = [...this.#marks, { minutes: Number(minutes), at: Number(rest) }];
    if (kind === 'medical') this.told(rest);
    this.#isOld = true;
  }

  /** Powered medical equipment was told of just now. */
  told(subject: string): void {
    if (!this.#medical.has(subject)) {
      this.#medical.set(subject, this.#clock());
      this.#keep();
    }
    this.#isOld = true;
  }

  /** A person has seen it; the queue still shows whom it was about. */
  close(alarm: Calling): void {
    this.#closed.add(alarm.key);
    this.#keep();
    this.#isOld = true;
  }

  lineOf(summaries: readonly Summary[], now: number): readonly Calling[] {
    const { summaries: before, now: then } = this.#before ?? {};
    if (!this.#isOld && summaries === before && now === then) return this.#line;
    if (now !== then)
      this.#marks = this.#marks.filter((mark) => now - (mark.saidAt ?? mark.at) <= NEWS_MS);
    this.#isOld = false;
    this.#before = { summaries, now };
    const [marks, medical, closed] = [this.#marks, this.#medical, this.#closed];
    this.#line = callingNow({ summaries, now, marks, medical, closed });
    return this.#line;
  }

  #keep(): void {
    const value: v.InferInput<typeof keptSchema> = {
      medical: [...this.#medical],
      closed: [...this.#closed].slice(-MOST_CLOSED),
    };
    void this.#store.keep(KEY, value).catch(() => undefined);
  }
}

/** Marks that rang for somebody after `since` and up to `now`: they are said now. */
function crossed(
  summaries: readonly Summary[],
  alarmMinutes: readonly number[],
  since: number,
  now: number,
): readonly Mark[] {
  const found = new Map<string, Mark>();
  for (const customer of summaries) {
    if (!customer.open || customer.power !== 'off' || customer.excluded) continue;
    for (const minutes of alarmMinutes) {
      const at = ringsAt(clockStart(customer) + minutes * MINUTE);
      if (at > since && at <= now) found.set(`${minutes}:${at}`, { minutes, at, saidAt: now });
    }
  }
  return [...found.values()];
}
