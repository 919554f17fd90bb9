// Whoever rings in, on paper or by a file: reported, found in the book later, and parted again.
import { fail, ok, type Result } from '../lib/result.ts';
import { customerSteps, mprnOf, subjectOf, type CaseState } from './case.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { draft } from './events.ts';
import { mergeFacts, type Facts } from './facts.ts';
import { maker, seenBy } from './making.ts';

export type CallerCommand =
  | {
      readonly do: 'report';
      readonly mprn: string | null;
      readonly typedMprn?: string;
      readonly facts: Facts;
      readonly source: 'call' | 'paper' | 'file';
      readonly noticedAt: number;
      readonly happenedAt?: number;
      readonly overriddenBy?: string;
      /** Told in the same call: somebody at home depends on powered medical equipment. */
      readonly medical?: 'yes' | 'no';
      readonly medicalDetail?: string;
    }
  | {
      readonly do: 'identify';
      readonly subject: string;
      readonly mprn: string;
      readonly facts?: Facts;
      readonly happenedAt?: number;
    }
  /** Takes an `identify` back: the lead is a case of its own again. */
  | {
      readonly do: 'separate';
      readonly subject: string;
      readonly from: string;
      /** The lead's closing, and what was written to the case of the MPRN. */
      readonly closing: string;
      readonly entries: readonly string[];
    };

export function report(
  command: Extract<CallerCommand, { do: 'report' }>,
  context: Context,
): Result<Decision, Refusal> {
  const subject = command.mprn === null ? `lead:${context.newId()}` : subjectOf(command.mprn);
  const make = maker(context, subject, command.happenedAt);
  const drafts = [
    make('case.reported', {
      source: command.source,
      facts: command.facts,
      noticedAt: command.noticedAt,
      ...(command.typedMprn ? { typedMprn: command.typedMprn } : {}),
      ...(command.overriddenBy ? { overriddenBy: command.overriddenBy } : {}),
    }),
  ];
  const open = context.caseOf(subject);
  // Reported once more although the power was said to be back: it is off, with its old clock.
  if (open?.open === true && open.power !== null) {
    drafts.push(make('power.stillOff', { by: 'customer' }));
  }
  if (command.medical !== undefined) {
    drafts.push(
      make('step.answered', {
        script: 'networks-reenergise',
        scriptVersion: 1,
        step: 'medical',
        answer: command.medical,
        ...(command.medicalDetail ? { fields: { detail: command.medicalDetail } } : {}),
      }),
    );
  }
  return ok({ drafts, subject });
}

/** A lead whose MPRN is known now: the case goes on under the MPRN, with everything told so far. */
export function identify(
  command: Extract<CallerCommand, { do: 'identify' }>,
  lead: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  if (mprnOf(lead.subject) !== null) return fail({ code: 'alreadyKnownByMprn' });
  const subject = subjectOf(command.mprn);
  const there = maker(context, subject);
  const here = maker(context, lead.subject);
  const drafts = [
    there('case.reported', {
      source: lead.opened.source,
      facts: mergeFacts(lead.facts, command.facts ?? {}),
      noticedAt: lead.noticedAt,
    }),
  ];
  // A caller without power whose MPRN was said to be back: it is off, as for any second report.
  const known = context.caseOf(subject);
  if (known?.open === true && known.power !== null && lead.power === null) {
    drafts.push(there('power.stillOff', { by: 'customer' }));
  }
  for (const [step, told] of Object.entries(lead.answers)) {
    // What Networks answered was about no MPRN at all: it is asked again.
    if (!customerSteps.has(step)) continue;
    drafts.push(
      draft(
        subject,
        'step.answered',
        {
          script: told.script,
          scriptVersion: told.scriptVersion,
          step,
          answer: told.answer,
          fields: { ...told.fields },
          times: { ...told.times },
        },
        { salt: context.salt(), happenedAt: told.at },
      ),
    );
  }
  for (const note of lead.notes) {
    drafts.push(
      draft(
        subject,
        'case.noted',
        { note: note.note },
        { salt: context.salt(), happenedAt: note.at },
      ),
    );
  }
  if (lead.claim !== null) drafts.push(there('case.claimed', seenBy(context.caseOf(subject))));
  drafts.push(here('case.closed', { because: 'movedToMprn', mprn: command.mprn }));
  return ok({ drafts, subject });
}

export function separate(
  command: Extract<CallerCommand, { do: 'separate' }>,
  lead: CaseState,
  context: Context,
): Result<Decision, Refusal> {
  const joined = context.caseOf(command.from);
  if (lead.closed?.because !== 'movedToMprn' || joined === undefined)
    return fail({ code: 'nothingToUndo' });
  const there = maker(context, joined.subject);
  const here = maker(context, lead.subject);
  const isItsOwn = command.entries.includes(joined.opened.entry);
  if (isItsOwn && joined.requests.length > 0) return fail({ code: 'askedOfNetworks' });
  return ok({
    drafts: [
      ...(isItsOwn
        ? [there('case.closed', { because: 'openedByMistake' })]
        : command.entries.map((entry) => there('entry.undone', { entry }))),
      here('entry.undone', { entry: command.closing }),
    ],
    subject: lead.subject,
  });
}
