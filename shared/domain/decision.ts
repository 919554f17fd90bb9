// What a decision is made of: what it may look at, what it answers with, and why it may not.
import type { AskedFault } from './asked.ts';
import type { Channel } from './back-fix-step.ts';
import type { Asks } from './events.ts';
import type { Draft } from '../log/entry.ts';
import type { CaseState } from './case.ts';
import type { ChannelState } from './channel.ts';
import type { NotReady } from './closing.ts';
import type { DailyState } from './daily.ts';
import type { FixState } from './fix.ts';
import type { FixStanding } from './fix-item.ts';
import type { GuardState } from './guard.ts';
import type { ProofFault } from './proof.ts';
import type { RequestState } from './request.ts';

export interface Context {
  readonly now: number;
  readonly operator: string;
  readonly device: string;
  readonly caseOf: (subject: string) => CaseState | undefined;
  /** Requests as they are known here; a desk without any needs none. */
  readonly requestOf?: (subject: string) => RequestState | undefined;
  /** MPRNs of which Networks was asked to stop a D05, and has not answered. */
  readonly openHolds?: (asks?: Asks) => readonly string[];
  /** Guards as they are known here. */
  readonly guardOf?: (subject: string) => GuardState | undefined;
  /** Channels as they are known here: nobody resumes a pause that is not. */
  readonly channelOf?: (channel: Channel) => ChannelState | undefined;
  /** Released back-fixes as they are known here. */
  readonly fixOf?: (subject: string) => FixState | undefined;
  /** All of them. */
  readonly fixes?: () => readonly FixState[];
  /** The market's day as it is known here; without one no list proves anything. */
  readonly dailyOf?: (day: string) => DailyState | undefined;
  /** The supplier's MPID; without one no message can be made. */
  readonly supplier?: string;
  /** False for somebody whose role does not release back-fixes. */
  readonly mayRelease?: boolean;
  /** Who arrived last at this desk, where that was asked for. */
  readonly operatorOfDesk?: () => string | null;
  readonly newId: () => string;
  readonly salt: () => string;
  /** The next speakable reference of this device; taken only when the drafts are written. */
  readonly reference: () => string;
}

export type Refusal =
  /** Every entry names the person who wrote it. */
  | { readonly code: 'noOperator' }
  | { readonly code: 'noSuchCase' }
  | { readonly code: 'caseClosed' }
  | { readonly code: 'claimedByOther'; readonly operator: string; readonly at: number }
  | { readonly code: 'powerAlreadyBack'; readonly level: 'claimed' | 'confirmed' }
  | { readonly code: 'powerNotBack' }
  /** Done or promised for a customer whose MPRN nobody knows. */
  | { readonly code: 'needsMprn' }
  | { readonly code: 'noCall' }
  | { readonly code: 'alreadyKnownByMprn' }
  | { readonly code: 'noMprn' }
  | { readonly code: 'timeBeforePayment' }
  | { readonly code: 'timeBeforeReport' }
  /** The market has said since that it was switched off. */
  | { readonly code: 'timeBeforeOff' }
  | { readonly code: 'nothingToUndo' }
  /** Networks has taken or answered every request that was to be taken back. */
  | { readonly code: 'holdsHeard' }
  | { readonly code: 'askedOfNetworks' }
  | { readonly code: 'noSuchRequest' }
  | { readonly code: 'takenByOther'; readonly operator: string; readonly at: number }
  | { readonly code: 'requestDone' }
  /** It asks that a D05 be stopped: nothing is switched for it. */
  | { readonly code: 'holdOnly' }
  /** Nobody can know what EMMA will say. */
  | { readonly code: 'listOfFuture' }
  | { readonly code: 'listUnread' }
  | { readonly code: 'noSuchGuard' }
  | { readonly code: 'guardLifted' }
  /** Placed anew, or asked about by somebody, since it was chosen among others. */
  | { readonly code: 'guardMoved' }
  | { readonly code: 'nothingAsked' }
  /** Two persons are wanted, and this is the first one again. */
  | { readonly code: 'samePerson' }
  /** Nobody has said yet what is said later. */
  | { readonly code: 'authorisedInFuture' }
  /** An order to everybody: nobody confirms it, or nobody says from when on payments may be missing. */
  | { readonly code: 'confirmerMissing' | 'windowMissing' | 'windowWrong' }
  /** Before disconnections run again somebody says what was tried. */
  | { readonly code: 'testMissing' }
  | { readonly code: 'noSuchFix' }
  | { readonly code: 'noSuchDay' }
  | { readonly code: 'reasonMissing' }
  /** Both sides have it, or their numbers are others by now. */
  | { readonly code: 'nothingToExplain' }
  | { readonly code: 'mayNotRelease' }
  /** What holds at every desk of the organisation is a supervisor's to say. */
  | { readonly code: 'mayNotSet' }
  /** More customers than the set share of all of them: asked once more. */
  | { readonly code: 'releaseTooLarge'; readonly count: number; readonly outOf: number }
  /** A 017 names its sender. */
  | { readonly code: 'noMpid' }
  | { readonly code: 'notToHandOver'; readonly standing: FixStanding }
  | { readonly code: 'alreadyHanded' }
  | { readonly code: 'notRejected' }
  | { readonly code: ProofFault }
  | { readonly code: AskedFault }
  | { readonly code: 'notProved'; readonly because: NotReady }
  | { readonly code: 'notDecided' };

export interface Decision {
  readonly drafts: readonly Draft[];
  /** The case or incident the command was about, or made. */
  readonly subject: string | null;
}
