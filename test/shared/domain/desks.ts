// Desks of one organisation that write of the same customer, each with a log of what it has heard:
// for rules about who knew what when. Time is set, ids are counted.
import { must } from '../../../shared/lib/check.ts';
import { ORIGIN, seal, tipAfter, type Entry, type Tip } from '../../../shared/log/entry.ts';
import { inOrder } from '../../../shared/log/merge.ts';
import { laterStamp, nextStamp } from '../../../shared/log/stamp.ts';
import { foldCase, type CaseState } from '../../../shared/domain/case.ts';
import { channelSubject, foldChannel } from '../../../shared/domain/channel.ts';
import { decide, type Command } from '../../../shared/domain/commands.ts';
import { eventOf, type DomainEvent } from '../../../shared/domain/events.ts';
import { foldFix } from '../../../shared/domain/fix.ts';
import { foldGuard } from '../../../shared/domain/guard.ts';
import { evening } from './world.ts';

export class Desks {
  now = evening;
  /** How far the clock of a desk is ahead, ms; one that is behind has a negative number. */
  readonly ahead = new Map<string, number>();
  readonly #logs = new Map<string, readonly Entry[]>();
  readonly #tips = new Map<string, Tip>();
  #ids = 0;

  /** Everything that any desk has written. */
  get entries(): readonly Entry[] {
    return [...new Set([...this.#logs.values()].flat())].sort(inOrder);
  }

  caseOf(subject: string, log: readonly Entry[] = this.entries): CaseState | undefined {
    return foldCase(eventsOf(subject, log));
  }

  events(subject: string): readonly DomainEvent[] {
    return eventsOf(subject, this.entries);
  }

  /** This desk gets all that the others have written, or only what these desks have. */
  hears(desk: string, from: readonly string[] = [...this.#logs.keys()]): void {
    const all = [desk, ...from].flatMap((each) => this.#logs.get(each) ?? []);
    this.#logs.set(desk, [...new Set(all)].sort(inOrder));
    const tip = this.#tipOf(desk);
    const stamp = all.reduce((last, each) => laterStamp(last, each.stamp), tip.stamp);
    this.#tips.set(desk, { ...tip, stamp });
  }

  /** What it wrote, a minute after the last act of anybody; nothing when it was refused. */
  run(desk: string, command: Command): readonly Entry[] {
    this.now += 60_000;
    const log = this.#logs.get(desk) ?? [];
    const now = this.now + (this.ahead.get(desk) ?? 0);
    const decided = decide(command, {
      now,
      operator: desk,
      device: desk,
      caseOf: (subject) => this.caseOf(subject, log),
      guardOf: (subject) => foldGuard(eventsOf(subject, log)),
      fixOf: (subject) => foldFix(eventsOf(subject, log)),
      channelOf: (channel) => foldChannel(eventsOf(channelSubject(channel), log)),
      supplier: 'ABC',
      newId: () => `id${(this.#ids += 1)}`,
      salt: () => 'salt',
      reference: () => `R${(this.#ids += 1)}`,
    });
    if (!decided.ok) return [];
    const written = decided.value.drafts.map((draft) => {
      const tip = this.#tipOf(desk);
      const entry = seal(draft, tip, {
        id: `${desk}-${tip.seq + 1}`,
        now,
        stamp: nextStamp(tip.stamp, now, desk),
        operator: desk,
      });
      this.#tips.set(desk, tipAfter(entry));
      return entry;
    });
    this.#logs.set(desk, [...log, ...written].sort(inOrder));
    return written;
  }

  #tipOf(desk: string): Tip {
    return this.#tips.get(desk) ?? { device: desk, seq: 0, hash: ORIGIN, stamp: null };
  }
}

const eventsOf = (subject: string, log: readonly Entry[]): readonly DomainEvent[] =>
  log
    .filter((entry) => entry.subject === subject)
    .map((entry) => must(eventOf(entry), 'we wrote it'));
