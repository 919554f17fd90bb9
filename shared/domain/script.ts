// The phone script is versioned data: which steps, in which order, what may be answered, on which
// key. An answer carries script and version, so that it is known under which it was given; one of a
// step that this program has no words for stays, and is read by its name. Shipped default: domain
// facts, "Call script to Networks" and "Customer lines". The words of the shipped steps stand in the
// screens' catalogue under the step's id.
import { must } from '../lib/check.ts';

export type Part = 'customer' | 'networks' | 'after';

export interface Choice {
  readonly id: string;
  /** The key that gives this answer while the step is open. */
  readonly key: string;
  /** `stay` records the answer and asks the step again (say it again), `skip` moves on unanswered. */
  readonly then?: 'stay' | 'skip';
  /** Says that something was given: not to be chosen while every field is empty. */
  readonly needsField?: true;
}

export type FieldKind = 'text' | 'time' | 'reference';

export interface Step {
  readonly id: string;
  readonly part: Part;
  readonly choices: readonly Choice[];
  /** What is typed with the answer, in order. */
  readonly fields?: readonly { readonly id: string; readonly kind: FieldKind }[];
  /** The answer that Enter in a filled field gives, where no choice has Enter for its key. */
  readonly typed?: string;
}

export interface Script {
  readonly id: string;
  readonly version: number;
  readonly steps: readonly Step[];
}

const on = (key: string, id: string): Choice => ({ id, key });
const stay = (key: string, id: string): Choice => ({ id, key, then: 'stay' });
/** Only for what we say ourselves: never for a question. What was typed says `needsField`. */
const enter = (id: string): Choice => on('enter', id);
const skip: Choice = { id: 'notAsked', key: 'k', then: 'skip' };
const told: readonly Choice[] = [
  on('c', 'call'),
  on('t', 'text'),
  on('v', 'voicemail'),
  on('u', 'notReached'),
];

/**
 * No question has Enter for an answer: held down or pressed once too often it would write that
 * somebody was told, or that no cut-off waits. The keys are none of the desk's own (SCRIPT4). Where
 * Enter takes what was typed the other answers are function keys, which are heard in a field too.
 */
export const shippedScript: Script = {
  id: 'networks-reenergise',
  version: 1,
  steps: [
    { id: 'safety', part: 'customer', choices: told },
    {
      id: 'medical',
      part: 'customer',
      choices: [on('z', 'no'), on('y', 'yes'), skip],
      fields: [{ id: 'detail', kind: 'text' }],
    },
    {
      id: 'neighbours',
      part: 'customer',
      choices: [on('z', 'onlyHere'), on('g', 'neighboursToo'), on('t', 'tripSwitch'), skip],
    },
    {
      id: 'answered',
      part: 'networks',
      choices: [
        { id: 'answered', key: 'enter', needsField: true },
        stay('f4', 'waitingOnTheLine'),
        on('f7', 'noName'),
      ],
      fields: [
        { id: 'person', kind: 'text' },
        { id: 'desk', kind: 'text' },
      ],
    },
    {
      id: 'readBack',
      part: 'networks',
      choices: [on('r', 'correct'), stay('g', 'wrong')],
    },
    {
      id: 'second',
      part: 'networks',
      // Whoever differs is not asked for: the MPRN is read again first (SCRIPT7).
      choices: [on('r', 'matches'), stay('f', 'differs'), skip],
      fields: [{ id: 'identifier', kind: 'text' }],
    },
    { id: 'request', part: 'networks', choices: [enter('said'), skip] },
    { id: 'priority', part: 'networks', choices: [enter('said'), skip] },
    {
      id: 'queuedD05',
      part: 'networks',
      choices: [
        on('z', 'none'),
        on('c', 'cancelled'),
        on('y', 'waiting'),
        on('u', 'doNotKnow'),
        skip,
      ],
    },
    {
      id: 'received017',
      part: 'networks',
      choices: [on('z', 'no'), on('y', 'yes'), on('u', 'doNotKnow'), skip],
      fields: [{ id: 'reference', kind: 'reference' }],
      typed: 'yes',
    },
    { id: 'safetySaid', part: 'networks', choices: [enter('said'), skip] },
    {
      id: 'reference',
      part: 'networks',
      choices: [{ id: 'given', key: 'enter', needsField: true }, on('f4', 'noneGiven')],
      fields: [
        { id: 'esbnReference', kind: 'reference' },
        { id: 'promisedAt', kind: 'time' },
      ],
    },
    {
      id: 'afterRecovery',
      part: 'networks',
      choices: [on('f', 'weSend'), on('r', 'networksRecords'), on('u', 'notAgreed'), skip],
    },
    {
      id: 'recordRead',
      part: 'networks',
      choices: [on('r', 'correct'), stay('g', 'corrected')],
    },
    { id: 'customerTold', part: 'after', choices: told },
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
