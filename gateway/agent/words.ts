// One line of plain words for each thing that changed. Counts and TxRefNbrs; never of whom they are.
import { assertNever } from '../../shared/lib/check.ts';
import type { ReplayWarning } from '../../shared/domain/replay-guard.ts';
import { describeProblem } from '../../shared/market/problem.ts';
import type { Failure } from '../../shared/sync/failure.ts';
import type { AgentEvent, Health, Keeping } from './status.ts';

export function lineOf(event: AgentEvent): string {
  switch (event.is) {
    case 'handed':
      return `${event.txRefNbr} is in the outbox.`;
    case 'doubted':
      return `${event.txRefNbr}: nobody knows whether it went. It is asked about, and not sent again.`;
    case 'kept':
      return `${event.txRefNbr} is not sent: ${whyKept(event.because)}`;
    case 'heard': {
      const { answers, older, foreign, refused } = event;
      const old = older > 0 ? `, ${older} older than what is known` : '';
      const others = foreign > 0 ? `, ${foreign} about nobody known here` : '';
      return `${answers} ${answers === 1 ? 'answer' : 'answers'} heard${old}${others}${refused > 0 ? `, ${refused} not understood` : ''}.`;
    }
    case 'listed': {
      const { type, day, part } = event;
      const which = part === undefined ? '' : `, part ${part.number} of ${part.of},`;
      return `The ${type} of ${day}${which} is taken in.`;
    }
    case 'poisoned':
      return `A file is in the poison folder. ${event.reason}`;
    case 'folder':
      return `The ${event.box} ${folderWords[event.health.state]}${event.health.why === null ? '' : ` (${event.health.why})`}.`;
    case 'paused':
      return 'Somebody has paused the channel: nothing is sent until it is resumed.';
    case 'resumed':
      return 'The channel is resumed.';
    case 'settled': {
      const { 'market.wall': wall, 'market.recipient': recipient } = event.changes;
      const what = [
        wall === undefined ? [] : [`--wall ${wall}`],
        recipient === undefined ? [] : [`--recipient ${recipient}`],
      ].flat();
      return `${what.join(' and ')}: nobody had said so yet; from now on it is the organisation’s, at every desk of it.`;
    }
    case 'passedOver':
      return `--${event.option} ${event.typed} is passed over: the organisation has ${event.counts}, by its administrator’s file or its settings.`;
    default:
      return assertNever(event);
  }
}

const folderWords: Readonly<Record<Health['state'], string>> = {
  ok: 'is well',
  missing: 'is not there; it is looked for again and again',
  full: 'is full; nothing was left half done, and it is tried again',
  readOnly: 'may not be written; it is tried again',
  slow: 'does not answer; it is waited for',
  broken: 'is not well; it is tried again',
};

function whyKept(because: Keeping): string {
  switch (because.is) {
    case 'replay':
      return `${because.warnings.map((each) => warningWords[each.is]).join('; ')}. A person lets it go, or takes it back.`;
    case 'unmade':
      return `it would not be read back. ${describeProblem(because.problem)}`;
    case 'badName':
      return 'its TxRefNbr cannot be the name of a file.';
    default:
      return assertNever(because);
  }
}

const warningWords: Readonly<Record<ReplayWarning['is'], string>> = {
  e05Waits: 'another reconnection waits and runs by itself',
  alreadyOn: 'the market says that the power is on',
  notOurs: 'the customer is not ours',
  onPhone: 'somebody is on the phone to Networks about it',
  d05Waits: 'a disconnection waits and nobody has stopped it',
};

/** For whoever runs it. */
export function gatewayWords(failure: Failure | null, isStopped: boolean): string {
  if (failure === null) return 'The gateway is reached.';
  if (failure.code === 'forked')
    return 'The gateway knows more of this agent than its data folder does: it was copied, or put back. Nothing is sent or read; begin with a new data folder and a new code.';
  return isStopped
    ? `The gateway does not let this device go on (${failure.code}): nothing is sent any more.`
    : `The gateway is not reached (${failure.code}); it is tried again. After a minute without it nothing more is sent.`;
}
