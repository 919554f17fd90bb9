// A D05 that Networks is asked about, and what was heard of it: of one customer, or of many in one call
// with one person who answers for all of them. Each is written as if it were the only one.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import { subjectOf } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft, type Asks, type D05Answer } from './events.ts';
import type { Outcome } from './script.ts';

/** Signs that a field of a request may have. */
export const SHORT = 200;

/** A customer whose D05 is to be stopped, with what Networks is told of them beside the MPRN. */
export interface HoldOf {
  readonly mprn: string;
  readonly secondIdentifier?: string;
  /** UTC ms. */
  readonly paidAt?: number;
  readonly priority?: boolean;
}

/** Whose word it is, and under which reference of theirs. */
interface Said {
  readonly person?: string;
  readonly esbnReference?: string;
  readonly happenedAt?: number;
}

export interface HeardOf {
  readonly hold: HoldOf;
  /** Subject of the request; null where it is asked with the answer. */
  readonly request: string | null;
  readonly answer: D05Answer;
}

export type HeardCommand =
  | ({
      readonly do: 'heardHold';
      /** The request's subject. */
      readonly subject: string;
      readonly answer: D05Answer;
    } & Said)
  /** Of many in one call; whoever was not answered for is not among them. */
  | ({ readonly do: 'heardHolds'; readonly heard: readonly HeardOf[] } & Said)
  | {
      readonly do: 'takeBackHeard';
      /** Answers of one call. */
      readonly heard: readonly { readonly subject: string; readonly entry: string }[];
    };

export function decideHeard(command: HeardCommand, context: Context): Result<Decision, Refusal> {
  switch (command.do) {
    case 'heardHold': {
      const { subject, answer } = command;
      return isAsked(subject, context)
        ? ok({ drafts: [heardOf(subject, answer, command, context)], subject })
        : fail({ code: 'noSuchRequest' });
    }
    case 'heardHolds':
      return heardHolds(command, context);
    case 'takeBackHeard': {
      const drafts = command.heard
        .filter(({ subject }) => context.requestOf?.(subject) !== undefined)
        .map(({ subject, entry }) =>
          draft(subject, 'entry.undone', { entry }, { salt: context.salt(), to: 'networks' }),
        );
      const [first] = drafts;
      return first === undefined
        ? fail({ code: 'noSuchRequest' })
        : ok({ drafts, subject: first.subject });
    }
  }
}

function heardHolds(
  command: Extract<HeardCommand, { do: 'heardHolds' }>,
  context: Context,
): Result<Decision, Refusal> {
  // Asked by another window since: its request is the one that is answered, once it was seen.
  const open = new Set(context.openHolds?.('holdD05') ?? []);
  const drafts = command.heard.flatMap(({ hold, request, answer }): readonly Draft[] => {
    if (request !== null)
      return isAsked(request, context) ? [heardOf(request, answer, command, context)] : [];
    if (open.has(hold.mprn)) return [];
    open.add(hold.mprn);
    const asked = askedOf(hold, 'holdD05', context);
    return [...asked.drafts, heardOf(asked.request, answer, command, context)];
  });
  const [first] = drafts;
  return first === undefined
    ? fail({ code: 'noSuchRequest' })
    : ok({ drafts, subject: first.subject });
}

function isAsked(subject: string, context: Context): boolean {
  const request = context.requestOf?.(subject);
  return request !== undefined && request.withdrawn === null && request.made.type === 'holdD05';
}

/** As the outcome of a call: what Networks says of the D05 is what was asked. */
const outcomes: Readonly<Record<D05Answer, Outcome>> = {
  none: 'done',
  cancelled: 'done',
  held: 'done',
  waiting: 'refused',
  unknown: 'callBack',
};

function heardOf(subject: string, answer: D05Answer, said: Said, context: Context): Draft {
  const { person, esbnReference, happenedAt } = said;
  return draft(
    subject,
    'request.answered',
    {
      outcome: outcomes[answer],
      d05: answer,
      ...(person ? { person: person.slice(0, SHORT) } : {}),
      ...(esbnReference ? { esbnReference: esbnReference.slice(0, SHORT) } : {}),
    },
    { salt: context.salt(), happenedAt, to: 'networks' },
  );
}

/** A request under a reference of its own, named in the customer's case where they have one. */
export function askedOf(
  { mprn, secondIdentifier, paidAt, priority = false }: HoldOf,
  asks: Asks,
  context: Context,
): { readonly request: string; readonly drafts: readonly Draft[] } {
  const request = `request:${context.newId()}`;
  const reference = context.reference();
  const made = draft(
    request,
    'request.made',
    {
      type: asks,
      reference,
      mprn,
      priority,
      ...(secondIdentifier === undefined ? {} : { secondIdentifier }),
      ...(paidAt === undefined ? {} : { paidAt }),
    },
    { salt: context.salt(), to: 'networks' },
  );
  const subject = subjectOf(mprn);
  if (context.caseOf(subject)?.open !== true) return { request, drafts: [made] };
  const link = { request, type: asks, reference };
  return {
    request,
    drafts: [made, draft(subject, 'case.referenced', link, { salt: context.salt() })],
  };
}
