// What is said of a desk and of the night as a whole: the mass failure, the order of the queue, the share
// of this desk, settings, who arrived, a clock that was wrong.
import { fail, ok, type Result } from '../lib/result.ts';
import type { Draft } from '../log/entry.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { isOrganisations, type SettingValue } from './desk.ts';
import type { EventBody } from './events.ts';
import { maker, one } from './making.ts';

export type DeskCommand =
  | {
      readonly do: 'declareIncident';
      readonly point: number;
      readonly since: number;
      readonly note?: string;
    }
  | { readonly do: 'endIncident'; readonly subject: string; readonly at: number }
  | { readonly do: 'settings'; readonly changes: Readonly<Record<string, SettingValue>> }
  | ({ readonly do: 'chooseOrder' } & EventBody<'order.chosen'>)
  | ({ readonly do: 'chooseShare' } & EventBody<'share.chosen'>)
  | {
      readonly do: 'arrive';
      readonly name: string;
      /** Not where the desk has somebody's name: two windows may both find that it lost it. */
      readonly onlyIfNobody?: boolean;
    }
  /** Of the own clock; or of a colleague's that is not there to say so. */
  | ({
      readonly do: 'correctClock';
      readonly of?: string;
      /** The end of the chain was written with that clock: it goes on from the right time. */
      readonly movesTip?: boolean;
    } & EventBody<'clock.corrected'>)
  | {
      /** An own entry that the gateway set aside, once more at the end of the chain. */
      readonly do: 'sendAgain';
      readonly subject: string;
      readonly entry: string;
      readonly draft: Draft;
    };

const deskOf = (context: Context): string => `desk:${context.device}`;

export function decideDesk(command: DeskCommand, context: Context): Result<Decision, Refusal> {
  switch (command.do) {
    case 'declareIncident': {
      const subject = `incident:${context.newId()}`;
      const { point, since, note } = command;
      return one(context, subject, 'incident.declared', {
        point,
        since,
        ...(note ? { note } : {}),
      });
    }
    case 'endIncident':
      return one(context, command.subject, 'incident.ended', { at: command.at });
    case 'settings':
      if (context.mayRelease === false && Object.keys(command.changes).some(isOrganisations))
        return fail({ code: 'mayNotSet' });
      return one(context, deskOf(context), 'desk.settings', { changes: { ...command.changes } });
    case 'chooseOrder': {
      const { order, desks, minutesPerCall } = command;
      return one(context, deskOf(context), 'order.chosen', { order, desks, minutesPerCall });
    }
    case 'chooseShare':
      return one(context, deskOf(context), 'share.chosen', {
        index: command.index,
        of: command.of,
      });
    case 'sendAgain':
      return sendAgain(command, context);
    case 'correctClock': {
      const { aheadMs, epoch, from, upTo, of = context.device } = command;
      return one(context, `clock:${of}`, 'clock.corrected', { aheadMs, epoch, from, upTo });
    }
    case 'arrive':
      if (command.onlyIfNobody === true && (context.operatorOfDesk?.() ?? null) !== null)
        return ok({ drafts: [], subject: null });
      return one(context, deskOf(context), 'operator.arrived', { name: command.name });
  }
}

/** The one that was set aside counts as never written: nobody else has its words, and one is enough. */
function sendAgain(
  command: Extract<DeskCommand, { do: 'sendAgain' }>,
  context: Context,
): Result<Decision, Refusal> {
  const { subject, entry } = command;
  const isFolded = /^(?:mprn|lead|request):/.test(subject);
  const undone = maker(context, subject)('entry.undone', { entry });
  return ok({ drafts: [...(isFolded ? [undone] : []), command.draft], subject });
}
