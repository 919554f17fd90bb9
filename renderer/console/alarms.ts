// Hands the host the alarms it must keep, when they have changed and once the screen is drawn; a
// medical need, and who was cut off again, at once.
import type { Alarm, Bridge } from '../../shared/bridge.ts';
import type { ClockSettings } from '../../shared/domain/backstop-clock.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import type { Summary } from '../../shared/domain/summary.ts';
import { planAlarms, planReviews, whoOf, type AlarmWords } from './alarm-plan.ts';

export interface AlarmInput {
  readonly summaries: readonly Summary[];
  readonly now: number;
  readonly settings: ClockSettings;
  readonly guards: readonly GuardState[];
  /** The figure on the program's icon. */
  readonly badge: number;
}

export class Alarms {
  readonly #bridge: Bridge;
  readonly #words: AlarmWords;
  readonly #later: (work: () => void) => void;
  readonly #onMissing: (areMissing: boolean) => void;
  #isPlanned = false;
  #sent = '';

  /** `onMissing`: the host did not take all of them. */
  constructor(
    bridge: Bridge,
    words: AlarmWords,
    later: (work: () => void) => void,
    onMissing: (areMissing: boolean) => void,
  ) {
    this.#bridge = bridge;
    this.#words = words;
    this.#later = later;
    this.#onMissing = onMissing;
  }

  planSoon(input: () => AlarmInput, urgent: readonly Summary[]): void {
    if (urgent.length > 0) {
      this.plan(input(), urgent);
    } else if (!this.#isPlanned) {
      this.#isPlanned = true;
      this.#later(() => {
        this.#isPlanned = false;
        this.plan(input());
      });
    }
  }

  plan(input: AlarmInput, urgent: readonly Summary[] = []): void {
    const { summaries, now, settings, guards, badge } = input;
    const alarms = [
      ...urgent
        .filter(({ medical }) => medical)
        .map((summary) => ({
          at: now,
          tag: `medical:${summary.subject}`,
          title: this.#words.medical({ who: whoOf(summary) }),
        })),
      ...ofCutOffs(
        urgent.filter(({ cutOff }) => cutOff),
        now,
        this.#words,
      ),
      ...planAlarms(summaries, now, settings, this.#words),
      ...planReviews(guards, now, this.#words),
    ];
    const text = JSON.stringify(alarms);
    if (text === this.#sent) return;
    this.#sent = text;
    void this.#hand(text, alarms);
    // The figure on the icon is a convenience: not every system shows one.
    this.#bridge.setBadge({ count: badge }).catch(() => undefined);
  }

  async #hand(text: string, alarms: readonly Alarm[]): Promise<void> {
    const isTaken = await this.#bridge.setAlarms({ alarms: [...alarms] }).then(
      ({ ok }) => ok,
      () => false,
    );
    // Another set was handed over meanwhile: what became of that one counts.
    if (text !== this.#sent) return;
    if (!isTaken) this.#sent = '';
    this.#onMissing(!isTaken);
  }
}

/** A file of answers cuts off many at once: that is one alarm with a count. */
function ofCutOffs(customers: readonly Summary[], now: number, words: AlarmWords) {
  const [first] = customers;
  if (first === undefined) return [];
  const title = words.cutOff({ count: customers.length, who: whoOf(first) });
  return [{ at: now, tag: `cutOff:${first.subject}`, title }];
}

/** What rings at once: a medical need that was not known before, or a customer who is off again. */
export function isUrgent(now: Summary, before: Summary | undefined): boolean {
  return (now.medical && before?.medical !== true) || (now.cutOff && before?.cutOff !== true);
}
