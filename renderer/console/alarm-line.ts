// What calls for a person, kept between two looks: what rang, which medical need was told just now,
// and what a person has closed. The line itself is derived anew (alarm-stack.ts).
import type { Summary } from '../../shared/domain/summary.ts';
import { callingNow, NEWS_MS, type Calling, type Mark } from './alarm-stack.ts';

export class AlarmLine {
  readonly #clock: () => number;
  readonly #medical = new Map<string, number>();
  readonly #closed = new Set<string>();
  #marks: readonly Mark[] = [];
  #isOld = true;
  #before: { readonly summaries: readonly Summary[]; readonly now: number } | null = null;
  #line: readonly Calling[] = [];

  constructor(clock: () => number) {
    this.#clock = clock;
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
    if (!this.#medical.has(subject)) this.#medical.set(subject, this.#clock());
    this.#isOld = true;
  }

  /** A person has seen it; the queue still shows whom it was about. */
  close(alarm: Calling): void {
    this.#closed.add(alarm.key);
    this.#isOld = true;
  }

  lineOf(summaries: readonly Summary[], now: number): readonly Calling[] {
    const { summaries: before, now: then } = this.#before ?? {};
    if (!this.#isOld && summaries === before && now === then) return this.#line;
    if (now !== then) this.#marks = this.#marks.filter((mark) => now - mark.at <= NEWS_MS);
    this.#isOld = false;
    this.#before = { summaries, now };
    const [marks, medical, closed] = [this.#marks, this.#medical, this.#closed];
    this.#line = callingNow({ summaries, now, marks, medical, closed });
    return this.#line;
  }
}
