// A log in memory for rule tests: commands in, folded cases out. Time is set, ids are counted.
import { must } from '../../../shared/lib/check.ts';
import { ORIGIN, seal, tipAfter, type Entry, type Tip } from '../../../shared/log/entry.ts';
import { nextStamp } from '../../../shared/log/stamp.ts';
import { foldCase, type CaseState } from '../../../shared/domain/case.ts';
import { channelSubject, foldChannel } from '../../../shared/domain/channel.ts';
import { decide, type Command, type Refusal } from '../../../shared/domain/commands.ts';
import { dailySubject, foldDaily } from '../../../shared/domain/daily.ts';
import { eventOf, type DomainEvent } from '../../../shared/domain/events.ts';
import { fixSubject, foldFix, type FixState } from '../../../shared/domain/fix.ts';
import { foldGuard } from '../../../shared/domain/guard.ts';
import { openHoldsOf } from '../../../shared/domain/recovery-commands.ts';
import { foldRequest, type RequestState } from '../../../shared/domain/request.ts';
import { makeReference } from '../../../shared/domain/reference.ts';
import { summarise, type Summary } from '../../../shared/domain/summary.ts';

export const evening = Date.parse('2026-11-21T20:11:00Z');
const device = '3f0f2a52-6a0e-4a57-8d0c-0a6b4f3f0c11';

/** That no 017 left us is known of this customer: the next one is the first. */
export const noneLeft = { message017: { reason: 'E05', state: 'notSent' } } as const;

export class World {
  now = evening;
  operator = 'Aoife';
  /** Which desk decides; entries are always those of one desk. */
  desk = device;
  supplier = 'ABC';
  mayRelease = true;
  readonly entries: Entry[] = [];
  #tip: Tip = { device, seq: 0, hash: ORIGIN, stamp: null };
  #ids = 0;
  #references = 0;

  events(subject: string): readonly DomainEvent[] {
    return this.entries
      .filter((entry) => entry.subject === subject)
      .map((entry) => must(eventOf(entry), 'we wrote it'));
  }

  requests(): readonly RequestState[] {
    return [...new Set(this.entries.map(({ subject }) => subject))]
      .filter((subject) => subject.startsWith('request:'))
      .flatMap((subject) => foldRequest(this.events(subject)) ?? []);
  }

  caseOf(subject: string): CaseState | undefined {
    return foldCase(this.events(subject));
  }

  case(subject: string): CaseState {
    return must(this.caseOf(subject), `there is a case ${subject}`);
  }

  fixes(): readonly FixState[] {
    return [...new Set(this.entries.map(({ subject }) => subject))]
      .filter((subject) => subject.startsWith('fix:'))
      .flatMap((subject) => foldFix(this.events(subject)) ?? []);
  }

  fix(mprn: string): FixState {
    return must(foldFix(this.events(fixSubject(mprn))), `something was released for ${mprn}`);
  }

  summary(subject: string): Summary {
    return summarise(this.case(subject));
  }

  /** Runs a command; the refusal's code when it was refused. */
  run(command: Command): { readonly subject: string | null } | Refusal {
    const decided = decide(command, {
      now: this.now,
      operator: this.operator,
      device: this.desk,
      caseOf: (subject) => this.caseOf(subject),
      requestOf: (subject) => foldRequest(this.events(subject)),
      openHolds: (asks) => openHoldsOf(this.requests(), asks),
      guardOf: (subject) => foldGuard(this.events(subject)),
      channelOf: (channel) => foldChannel(this.events(channelSubject(channel))),
      fixOf: (subject) => foldFix(this.events(subject)),
      fixes: () => this.fixes(),
      dailyOf: (day) => foldDaily(this.events(dailySubject(day))),
      supplier: this.supplier,
      mayRelease: this.mayRelease,
      newId: () => `id${(this.#ids += 1)}`,
      salt: () => 'salt',
      reference: () => makeReference({ device, count: (this.#references += 1) }),
    });
    if (!decided.ok) return decided.error;
    for (const draft of decided.value.drafts) {
      const stamp = nextStamp(this.#tip.stamp, this.now, device);
      const entry = seal(draft, this.#tip, {
        id: `e${this.#tip.seq + 1}`,
        now: this.now,
        stamp,
        operator: this.operator,
      });
      this.entries.push(entry);
      this.#tip = tipAfter(entry);
    }
    return { subject: decided.value.subject };
  }

  /** A customer off since a payment so many minutes ago. */
  report(mprn: string | null, minutesAgo: number | null, facts: CaseState['facts'] = {}): string {
    const done = this.run({
      do: 'report',
      mprn,
      source: 'call',
      noticedAt: this.now,
      facts: {
        ...facts,
        ...(minutesAgo === null ? {} : { paidAt: this.now - minutesAgo * 60_000 }),
      },
    });
    return must('subject' in done ? done.subject : null, 'a report is never refused');
  }

  answer(
    subject: string,
    step: string,
    answer: string,
    part: 'customer' | 'networks' = 'networks',
  ) {
    return this.run({
      do: 'answer',
      subject,
      script: 'networks-reenergise',
      scriptVersion: 1,
      step,
      part,
      answer,
    });
  }
}
