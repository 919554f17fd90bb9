// What came of a call: the outcomes on keys 1 to 9, what each needs to be said, and what Networks is
// told of it.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { MINUTE } from './backstop-clock.ts';
import { ensureRequest } from './call-commands.ts';
import { mprnOf, standingAnswers, type CaseState } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import type { D05Answer, Teller } from './events.ts';
import { maker, seenBy } from './making.ts';
import type { Outcome } from './script.ts';

export interface OutcomeCommand {
  readonly do: 'outcome';
  readonly subject: string;
  readonly outcome: Outcome;
  readonly esbnReference?: string;
  readonly person?: string;
  readonly promisedAt?: number;
  readonly againAt?: number;
  readonly note?: string;
  readonly toldBy?: Teller;
  readonly happenedAt?: number;
}

/** Minutes until somebody tries again, when nobody said when. */
const AGAIN_MINUTES: Partial<Record<Outcome, number>> = { noAnswer: 5, busy: 2, callBack: 5 };

export function againMinutes(outcome: Outcome): number {
  return AGAIN_MINUTES[outcome] ?? 0;
}

/** Outcomes that are somebody's word, and not only that nobody was reached. */
const spoken = new Set<Outcome>([
  'done',
  'promised',
  'refused',
  'notRemote',
  'networkFault',
  'wrongCustomer',
]);

/** Outcomes that have a time of Networks'. */
const timed = new Set<Outcome>(['promised', 'notRemote', 'networkFault']);

/** Of a customer whose MPRN nobody knows nothing is done or promised, and no MPRN is somebody else's. */
export function needsMprn({ subject }: CaseState, outcome: Outcome): boolean {
  return mprnOf(subject) === null && aboutMprn.has(outcome);
}

const aboutMprn = new Set<Outcome>(['done', 'promised', 'wrongCustomer']);

/** What Networks said in the call that this outcome ends; nothing where nobody was spoken to. */
export function givenIn(
  state: CaseState,
  outcome: Outcome,
  now: number,
): {
  readonly esbnReference?: string;
  readonly person?: string;
  readonly promisedAt?: number;
} {
  if (!spoken.has(outcome) && outcome !== 'callBack') return {};
  const answers = standingAnswers(state, now);
  const { esbnReference } = answers['reference']?.fields ?? {};
  const { person } = answers['answered']?.fields ?? {};
  const { promisedAt } = answers['reference']?.times ?? {};
  return {
    ...(esbnReference ? { esbnReference } : {}),
    ...(person ? { person } : {}),
    ...(promisedAt !== undefined && timed.has(outcome) ? { promisedAt } : {}),
  };
}

/** No call to Networks stands behind this outcome: who told it is asked, and chosen by a person. */
export function needsTeller(state: CaseState, outcome: Outcome): boolean {
  return spoken.has(outcome) && state.call?.to !== 'networks';
}

/** What Networks gave in the call, once every question is answered and nothing came of it yet. */
export function promiseGiven(
  state: CaseState,
): { readonly promisedAt?: number; readonly esbnReference?: string } | null {
  const said = state.answers['reference'];
  if (said?.answer !== 'given') return null;
  const { promisedAt } = said.times;
  const { esbnReference } = said.fields;
  return {
    ...(promisedAt === undefined ? {} : { promisedAt }),
    ...(esbnReference ? { esbnReference } : {}),
  };
}

export function recordOutcome(
  command: OutcomeCommand,
  state: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  if (state.power !== null) return fail({ code: 'powerAlreadyBack', level: state.power.level });
  if (needsMprn(state, command.outcome)) return fail({ code: 'needsMprn' });
  const make = maker(context, state.subject, command.happenedAt);
  const {
    esbnReference,
    promisedAt,
    person = '',
  } = { ...givenIn(state, command.outcome, context.now), ...command };
  const again = AGAIN_MINUTES[command.outcome];
  const againAt =
    command.againAt ?? (again === undefined ? undefined : context.now + again * MINUTE);
  const { drafts: asked, link } = ensureRequest(state, context, command.happenedAt);
  const told = {
    ...(esbnReference ? { esbnReference } : {}),
    ...(person ? { person } : {}),
    ...(promisedAt === undefined ? {} : { promisedAt }),
  };
  const drafts: Draft[] = [
    ...asked,
    make('outcome.recorded', {
      outcome: command.outcome,
      ...told,
      ...(state.call === null ? {} : { call: state.call.call }),
      ...(link === undefined ? {} : { reference: link.reference }),
      ...(againAt === undefined ? {} : { againAt }),
      ...(command.note ? { note: command.note } : {}),
      ...(command.toldBy && needsTeller(state, command.outcome) ? { toldBy: command.toldBy } : {}),
      ...seenBy(state),
    }),
  ];
  if (link !== undefined) {
    drafts.push(
      maker(
        context,
        link.request,
        command.happenedAt,
      )('request.answered', {
        outcome: command.outcome,
        ...told,
        ...heardOfD05(state),
      }),
    );
  }
  return ok({ drafts, subject: state.subject });
}

const heardD05: Readonly<Record<string, D05Answer>> = {
  none: 'none',
  cancelled: 'cancelled',
  waiting: 'waiting',
  doNotKnow: 'unknown',
};

/** What this call heard of a queued D05: so that Networks' own answer can be laid beside it. */
function heardOfD05(state: CaseState): { readonly d05?: D05Answer } {
  const d05 = heardD05[state.answers['queuedD05']?.answer ?? ''];
  return d05 === undefined ? {} : { d05 };
}
