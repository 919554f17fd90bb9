// What a desk calls a person for: the console's own line of alarms on the screen, and what its host is
// given to ring, looked at as often as a console ticks.
import { AlarmLine } from '../../../renderer/console/alarm-line.ts';
import type { Calling } from '../../../renderer/console/alarm-stack.ts';
import { Alarms, isUrgent } from '../../../renderer/console/alarms.ts';
import type { Bridge } from '../../../shared/bridge.ts';
import type { Entry } from '../../../shared/log/entry.ts';
import { shippedClock } from '../../../shared/domain/backstop-clock.ts';
import type { Summary } from '../../../shared/domain/summary.ts';
import type { SimulatedDesk } from '../desk.ts';
import type { BrokenOnPurpose } from './broken.ts';

/** How often a console looks at its clock. */
export const TICK_MS = 5000;

export class Screen {
  readonly #desk: SimulatedDesk;
  readonly #broken: BrokenOnPurpose;
  readonly #alarms: Alarms;
  #line: AlarmLine;
  #starts = 0;
  #entries: readonly Entry[] | null = null;
  #summaries: readonly Summary[] = [];
  #calling: readonly Calling[] = [];
  /** Of customers cut off, so many were given to the host in this look. */
  #rung = 0;
  /** So many are cut off since the last look whom the host was not given. */
  #silent = 0;

  constructor(desk: SimulatedDesk, broken: BrokenOnPurpose) {
    this.#desk = desk;
    this.#broken = broken;
    this.#line = this.#newLine();
    const setAlarms: Bridge['setAlarms'] = ({ alarms }) => {
      for (const each of alarms)
        if (each?.tag.startsWith('cutOff:') === true) this.#rung += Number(each.title);
      return Promise.resolve({ ok: true });
    };
    const setBadge: Bridge['setBadge'] = () => Promise.resolve({ ok: true });
    const none = () => '-';
    const words = { mark: none, promise: none, medical: none, hold: none };
    this.#alarms = new Alarms(
      { setAlarms, setBadge } as unknown as Bridge,
      { ...words, cutOff: ({ count }) => String(count) },
      (work) => work(),
      () => undefined,
    );
  }

  /** False where nothing has come since the last look. */
  async look(): Promise<boolean> {
    const { entries, starts, now } = this.#desk;
    if (this.#entries === entries && this.#starts === starts) return false;
    this.#entries = entries;
    const summaries = await this.#desk.summaries();
    const isNew = this.#starts !== starts;
    this.#starts = starts;
    if (isNew) {
      // A program that starts knows what its database has: it rings for nothing of that.
      this.#line = this.#newLine();
      await this.#line.load(summaries, shippedClock.alarmMinutes);
    }
    const before = new Map(this.#summaries.map((each) => [each.subject, each]));
    const urgent = isNew
      ? []
      : summaries.filter((each) => isUrgent(each, before.get(each.subject)));
    const input = { summaries, now, settings: shippedClock, guards: [], badge: 0 };
    this.#rung = 0;
    this.#alarms.planSoon(() => input, this.#broken.rings?.(urgent) ?? urgent);
    const line = this.#line.lineOf(summaries, now);
    const calling = this.#broken.calls?.(line) ?? line;
    const fresh = cutOffIn(calling).filter((subject) => !cutOffIn(this.#calling).includes(subject));
    this.#silent = isNew ? 0 : Math.max(0, fresh.length - this.#rung);
    this.#calling = calling;
    this.#summaries = summaries;
    return true;
  }

  get isSilent(): boolean {
    return this.#silent > 0;
  }

  get hasRung(): boolean {
    return this.#rung > 0;
  }

  callsFor(subject: string): boolean {
    return cutOffIn(this.#calling).includes(subject);
  }

  summaryOf(subject: string): Summary | undefined {
    return this.#summaries.find((each) => each.subject === subject);
  }

  #newLine(): AlarmLine {
    const keep = () => Promise.resolve();
    return new AlarmLine(() => this.#desk.now, { keep, kept: keep });
  }
}

const cutOffIn = (calling: readonly Calling[]): readonly string[] =>
  calling.flatMap(({ kind, customer }) => (kind === 'cutOff' ? [customer.subject] : []));
