// Whoever is off after having been restored is called for on every desk within one tick of the evidence:
// judged by the market's files and the market's truth, and by the line of alarms that a person sees.
import { subjectOf, type CaseState } from '../../../shared/domain/case.ts';
import { rankOf } from '../../../shared/domain/triage.ts';
import type { Clerk } from './clerk.ts';
import type { BrokenOnPurpose } from './broken.ts';
import { OnDisk, wordsOfOff, type WordOfOff } from './evidence.ts';
import { Screen } from './screen.ts';
import type { Judged } from './world.ts';

interface Desk {
  readonly clerk: Clerk;
  readonly screen: Screen;
  readonly onDisk: OnDisk;
}

export interface AlarmJudgeOptions {
  readonly world: Judged;
  readonly broken: BrokenOnPurpose;
  /** Whether whoever looks at this console knew before `offAt` that the customer was on, or had paid. */
  readonly isKnown: (clerk: Clerk, word: WordOfOff, state: CaseState | undefined) => boolean;
  readonly onProblem: (problem: string) => void;
}

export class AlarmJudge {
  readonly #options: AlarmJudgeOptions;
  readonly #desks: readonly Desk[];
  readonly #called = new Set<string>();

  constructor(options: AlarmJudgeOptions) {
    this.#options = options;
    const { world, broken } = options;
    this.#desks = world.clerks.map((clerk) => ({
      clerk,
      screen: new Screen(clerk.desk, broken),
      onDisk: new OnDisk(),
    }));
  }

  /** As often as a console ticks. */
  async tick(): Promise<void> {
    const { world, onProblem } = this.#options;
    for (const desk of this.#desks) {
      if (!(await desk.screen.look())) continue;
      if (desk.screen.isSilent) onProblem('somebody is cut off, and nothing rings');
      if (desk.screen.hasRung) world.fault('rang for a cut-off');
      const { entries } = desk.clerk.desk;
      for (const word of this.#words())
        if (desk.onDisk.has(word, entries)) await this.#look(desk, word, 'its evidence is here');
    }
  }

  /** By now every console has every word that came, or it was never read. */
  async atRest(): Promise<void> {
    const { folder } = this.#options.world;
    for (const desk of this.#desks)
      for (const word of this.#words())
        if (!folder.poisoned.has(word.file)) await this.#look(desk, word, `${word.file} came`);
  }

  #words(): readonly WordOfOff[] {
    const { mail, market } = this.#options.world;
    return wordsOfOff(mail.brought.values(), market.truth);
  }

  async #look({ clerk, screen }: Desk, word: WordOfOff, why: string): Promise<void> {
    const { world, isKnown, onProblem } = this.#options;
    const { mprn, txRefNbr } = word;
    const state = await clerk.stateOf(mprn);
    if (!isKnown(clerk, word, state)) return;
    const subject = subjectOf(mprn);
    const summary = screen.summaryOf(subject);
    const isAtTop = summary !== undefined && rankOf(summary) === 0;
    if (!screen.callsFor(subject)) onProblem(`${mprn}: off again, ${why}, and nobody is called`);
    else if (!isAtTop) onProblem(`${mprn}: off again, called for, and not at the top`);
    else if (!this.#called.has(txRefNbr)) {
      this.#called.add(txRefNbr);
      world.fault('called for within a tick');
    }
  }
}
