// One back-fix as the planner makes it, and every word that it may use.

export const backFixTypes = [
  'askFirst',
  'cancelD05',
  'correctAccount',
  'send017',
  'sendAgain017',
  'letWaiting017Run',
  'esbnRecords',
  'watch',
  'siteVisit',
] as const;
export type BackFixType = (typeof backFixTypes)[number];

export const owners = ['supplier', 'esbn'] as const;
export type Owner = (typeof owners)[number];
export const channels = ['emma', 'webform', 'phone', 'internal'] as const;
export type Channel = (typeof channels)[number];
export const proofs = ['106E or 307', '131', '603', 'ledger', 'namedPerson'] as const;
export type Proof = (typeof proofs)[number];

/** Literal reasons; the catalogue has a sentence for each, with the arguments beside it. */
export const reasons = [
  'd05Waiting',
  'd05NotAsked',
  'paymentNotReconciled',
  'never017',
  'rejected017',
  'queuedInEmma',
  'atHub',
  'accepted',
  'unknown017',
  'doneByPhone',
  'notRemote',
  'networkFault',
  'restoredUnderD05',
  'noMprn',
] as const;
export type Because = (typeof reasons)[number];

/** A D05 in our own EMMA: nothing is sent and nobody is rung, a person takes it out there. */
export const isTakeOut = ({ type, channel }: Pick<BackFixStep, 'type' | 'channel'>): boolean =>
  type === 'cancelD05' && channel === 'emma';

/** Whether a 017 left us nobody has said: a person of ours looks in EMMA, over no channel that can be paused. */
export const isLookInEmma = ({
  type,
  owner,
  because,
}: Pick<BackFixStep, 'type' | 'owner' | 'because'>): boolean =>
  type === 'askFirst' && owner === 'supplier' && because === 'unknown017';

export interface BackFixStep {
  readonly type: BackFixType;
  readonly owner: Owner;
  readonly channel: Channel;
  readonly proof: readonly Proof[];
  readonly because: Because;
  readonly point: number | null;
  readonly txRefNbr: string | null;
  /** Of that message, where a list gives it: its answer may name nothing else. */
  readonly businessReference?: string;
  readonly reference: string | null;
  /** The D05 that it is about is in sight, and waits by everything that is known: proved before is not proved. */
  readonly waits?: true;
}
