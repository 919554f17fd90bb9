// What a person can do, and what follows from it. `decide` is the only maker of events: given the
// cases as they stand inside the writing transaction it answers with drafts, or with the reason
// why not. It reads no clock and makes no id of its own.
import { fail, type Result } from '../lib/result.ts';
import { report, type CallerCommand } from './caller-commands.ts';
import { subjectOf } from './case.ts';
import { onCase, type CaseCommand } from './case-commands.ts';
import type { Context, Decision, Refusal } from './decision.ts';
import { decideAsCoordinator, isCoordinators, type CoordinatorCommand } from './coordinator.ts';
import { decideDesk, type DeskCommand } from './desk-commands.ts';
import {
  casesOfFixes,
  dailiesOfCommand,
  decideFixes,
  fixesOfCommand,
  isFixes,
  readsEveryFix,
  type FixCommand,
} from './fix-commands.ts';
import { decideGuard, guardsOfCommand, isGuards, type GuardCommand } from './guard-commands.ts';
import {
  casesOfRecovery,
  decideRecovery,
  fixesOfRecovery,
  isRecoverys,
  mprnsOfRecovery,
  requestsOfRecovery,
  type RecoveryCommand,
} from './recovery-commands.ts';

export type Command =
  | CallerCommand
  | CaseCommand
  | DeskCommand
  | RecoveryCommand
  | GuardCommand
  | FixCommand
  | CoordinatorCommand;

export type { Context, Decision, Refusal };

/** Subjects whose cases must be read before deciding. */
export function subjectsOf(command: Command): readonly string[] {
  if (command.do === 'report') return command.mprn === null ? [] : [subjectOf(command.mprn)];
  if (command.do === 'identify') return [command.subject, subjectOf(command.mprn)];
  if (command.do === 'separate') return [command.subject, command.from];
  if (command.do === 'claim' && command.instead !== undefined)
    return [command.subject, command.instead];
  if (isRecoverys(command)) return casesOfRecovery(command);
  if (isFixes(command)) return casesOfFixes(command);
  return 'subject' in command ? [command.subject] : [];
}

/**
 * What else must be read before deciding: requests, all of an MPRN or one; guards; released back-fixes, of
 * some or of everybody; days of the market; whose desk it is.
 */
export function readsOf(command: Command): {
  readonly requestsOf: readonly string[];
  readonly requests: readonly string[];
  readonly guards: readonly string[];
  readonly fixes: readonly string[];
  readonly everyFix: boolean;
  readonly dailies: readonly string[];
  readonly desk: boolean;
} {
  return {
    desk: command.do === 'arrive' && command.onlyIfNobody === true,
    requestsOf: isRecoverys(command) ? mprnsOfRecovery(command) : [],
    requests: requestsOf(command),
    guards: isGuards(command) ? guardsOfCommand(command) : [],
    fixes: fixesOf(command),
    everyFix: isFixes(command) && readsEveryFix(command),
    dailies: isFixes(command) ? dailiesOfCommand(command) : [],
  };
}

function fixesOf(command: Command): readonly string[] {
  if (isRecoverys(command)) return fixesOfRecovery(command);
  return isFixes(command) ? fixesOfCommand(command) : [];
}

function requestsOf(command: Command): readonly string[] {
  if (isRecoverys(command)) return requestsOfRecovery(command);
  return isCoordinators(command) && command.do !== 'takeByPhone' ? [command.request] : [];
}

/** Who arrives says the name; a clock is put right by the program. */
const nameless: ReadonlySet<Command['do']> = new Set(['arrive', 'correctClock']);

export function decide(command: Command, context: Context): Result<Decision, Refusal> {
  if (context.operator === '' && !nameless.has(command.do)) return fail({ code: 'noOperator' });
  if (isCoordinators(command)) return decideAsCoordinator(command, context);
  if (isRecoverys(command)) return decideRecovery(command, context);
  if (isGuards(command)) return decideGuard(command, context);
  if (isFixes(command)) return decideFixes(command, context);
  switch (command.do) {
    case 'report':
      return report(command, context);
    case 'declareIncident':
    case 'endIncident':
    case 'settings':
    case 'chooseOrder':
    case 'chooseShare':
    case 'sendAgain':
    case 'correctClock':
    case 'arrive':
      return decideDesk(command, context);
    default:
      return onCase(command, context);
  }
}
