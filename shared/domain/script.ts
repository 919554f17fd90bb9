// The phone script is versioned data: which steps, in which order, what may be answered, on which
// key. An answer carries script and version, so a case that was begun under an older script still
// reads as it was asked. Shipped default: domain facts, "Call script to Networks" and "Customer
// lines"; an organisation may lay its own beside it. The words of the shipped steps stand in the
// screens' catalogue under the step's id; a script of another hand brings its own in `say`.
import { must } from '../lib/check.ts';

export type Part = 'customer' | 'networks' | 'after';

export interface Choice {
  readonly id: string;
  /** The key that gives this answer while the step is open; `enter` is the filled button. */
  readonly key: string;
  /** `stay` records the answer and asks the step again (say it again), `skip` moves on unanswered. */
  readonly then?: 'stay' | 'skip';
}

export type FieldKind = 'text' | 'time' | 'reference';

export interface Step {
  readonly id: string;
  readonly part: Part;
  readonly choices: readonly Choice[];
  /** What is typed with the answer, in order; all of it may be left empty unless `required`. */
  readonly fields?: readonly { readonly id: string; readonly kind: FieldKind }[];
  readonly say?: string;
}

export interface Script {
  readonly id: string;
  readonly version: number;
  readonly steps: readonly Step[];
}

const enter = (id: string): Choice => ({ id, key: 'enter' });
const skip: Choice = { id: 'notAsked', key: 'k', then: 'skip' };

export const shippedScript: Script = {
  id: 'networks-reenergise',
  version: 1,
  steps: [
    {
      id: 'safety',
      part: 'customer',
      choices: [
        { id: 'call', key: 'enter' },
        { id: 'text', key: 't' },
        { id: 'voicemail', key: 'v' },
        { id: 'notReached', key: 'u' },
      ],
    },
    {
      id: 'medical',
      part: 'customer',
      choices: [enter('no'), { id: 'yes', key: 'y' }, skip],
      fields: [{ id: 'detail', kind: 'text' }],
    },
    {
      id: 'neighbours',
      part: 'customer',
      choices: [
        enter('onlyHere'),
        { id: 'neighboursToo', key: 'g' },
        { id: 'tripSwitch', key: 't' },
        skip,
      ],
    },
    {
      id: 'answered',
      part: 'networks',
      choices: [enter('answered'), { id: 'waitingOnTheLine', key: 'w', then: 'stay' }],
      fields: [
        { id: 'person', kind: 'text' },
        { id: 'desk', kind: 'text' },
      ],
    },
    {
      id: 'readBack',
      part: 'networks',
      choices: [enter('correct'), { id: 'wrong', key: 'r', then: 'stay' }],
    },
    {
      id: 'second',
      part: 'networks',
      choices: [enter('matches'), { id: 'differs', key: 'x' }, skip],
      fields: [{ id: 'identifier', kind: 'text' }],
    },
    { id: 'request', part: 'networks', choices: [enter('said'), skip] },
    { id: 'priority', part: 'networks', choices: [enter('said'), skip] },
    {
      id: 'queuedD05',
      part: 'networks',
      choices: [
        enter('none'),
        { id: 'cancelled', key: 'c' },
        { id: 'waiting', key: 'y' },
        { id: 'doNotKnow', key: 'u' },
        skip,
      ],
    },
    {
      id: 'received017',
      part: 'networks',
      choices: [enter('no'), { id: 'yes', key: 'y' }, { id: 'doNotKnow', key: 'u' }, skip],
      fields: [{ id: 'reference', kind: 'reference' }],
    },
    { id: 'safetySaid', part: 'networks', choices: [enter('said'), skip] },
    {
      id: 'reference',
      part: 'networks',
      choices: [enter('given'), { id: 'noneGiven', key: 'x' }],
      fields: [
        { id: 'esbnReference', kind: 'reference' },
        { id: 'promisedAt', kind: 'time' },
      ],
    },
    {
      id: 'afterRecovery',
      part: 'networks',
      choices: [
        enter('weSend'),
        { id: 'networksRecords', key: 'r' },
        { id: 'notAgreed', key: 'u' },
        skip,
      ],
    },
    {
      id: 'recordRead',
      part: 'networks',
      choices: [enter('correct'), { id: 'corrected', key: 'x', then: 'stay' }],
    },
    {
      id: 'customerTold',
      part: 'after',
      choices: [
        { id: 'call', key: 'enter' },
        { id: 'text', key: 't' },
        { id: 'voicemail', key: 'v' },
        { id: 'notReached', key: 'u' },
      ],
    },
  ],
};

export function stepOf(script: Script, id: string): Step {
  return must(
    script.steps.find((step) => step.id === id),
    `script ${script.id} has a step ${id}`,
  );
}

/** The first step that has no answer yet; undefined when the script is through. */
export function nextStep(
  script: Script,
  answered: ReadonlySet<string> | ReadonlyMap<string, unknown>,
): Step | undefined {
  return script.steps.find((step) => !answered.has(step.id));
}

/** Outcomes of a call to Networks, in the order of the keys 1 to 9. */
export const outcomes = [
  'done',
  'promised',
  'refused',
  'noAnswer',
  'busy',
  'callBack',
  'notRemote',
  'networkFault',
  'wrongCustomer',
] as const;
export type Outcome = (typeof outcomes)[number];
