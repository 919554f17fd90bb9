// Requests to practise on, as if typed from the phone: three suppliers, some early and some past the
// backstop, one without a payment time, one that is a priority customer, and two that do not fit.
// All of it is made up.
import { MINUTE } from './backstop-clock.ts';
import type { CoordinatorCommand } from './coordinator.ts';
import type { D05Answer } from './events.ts';
import { makeReference } from './reference.ts';

export interface SampleRequest {
  readonly take: Extract<CoordinatorCommand, { do: 'takeByPhone' }>;
  /** What has come of it since, of the request that `take` made. */
  readonly then: (request: string) => CoordinatorCommand | null;
}

interface Line {
  readonly mprn: string;
  readonly supplier: string;
  /** Minutes since payment; null where nobody knows. */
  readonly paid: number | null;
  readonly second?: string;
  readonly reference?: number;
  readonly priority?: true;
  readonly d05?: D05Answer;
  readonly then?: 'remote' | 'crew' | 'done' | 'refused' | 'promised';
}

const devices: Readonly<Record<string, string>> = {
  ABC: '00000b19',
  KLM: '000002f4',
  XYZ: '00000777',
};

const lines: readonly Line[] = [
  { mprn: '10404117016', supplier: 'ABC', paid: 52, priority: true, second: '341780484' },
  { mprn: '10934478153', supplier: 'ABC', paid: 64, reference: 42, second: '365949948' },
  { mprn: '10019737361', supplier: 'KLM', paid: 63, reference: 7, second: 'H91 X2Y4' },
  {
    mprn: '10928328810',
    supplier: 'KLM',
    paid: 61,
    d05: 'waiting',
    second: 'V94 C3C8',
    then: 'crew',
  },
  { mprn: '10447045576', supplier: 'XYZ', paid: 57, reference: 3 },
  { mprn: '10388913604', supplier: 'ABC', paid: 56, reference: 43, d05: 'none', then: 'remote' },
  { mprn: '10551761494', supplier: 'XYZ', paid: 47, second: '366120011' },
  { mprn: '10655956868', supplier: 'ABC', paid: null, reference: 44 },
  {
    mprn: '10883144121',
    supplier: 'KLM',
    paid: 46,
    reference: 8,
    second: 'F91 K5P2',
    then: 'refused',
  },
  { mprn: '10533814695', supplier: 'XYZ', paid: 38, d05: 'none', then: 'done' },
  { mprn: '10987129166', supplier: 'ABC', paid: 31, reference: 45, d05: 'held', then: 'promised' },
  { mprn: '10630644998', supplier: 'KLM', paid: 97, reference: 9, second: 'A91 E0H1' },
  { mprn: '10081127745', supplier: 'XYZ', paid: 79, reference: 4 },
  { mprn: '10199063347', supplier: 'XYZ', paid: 44, reference: 4, second: '365000913' },
];

export function sampleRequests(now: number): readonly SampleRequest[] {
  return lines.map((line) => ({
    take: {
      do: 'takeByPhone',
      mprn: line.mprn,
      supplier: line.supplier,
      priority: line.priority === true,
      ...(line.paid === null ? {} : { paidAt: now - line.paid * MINUTE }),
      ...(line.second === undefined ? {} : { secondIdentifier: line.second }),
      ...(line.d05 === undefined ? {} : { d05: line.d05 }),
      ...(line.reference === undefined
        ? {}
        : {
            reference: makeReference({
              device: devices[line.supplier] ?? '00000001',
              count: line.reference,
            }),
          }),
    },
    then: (request) => outcomeOf(line, request, now),
  }));
}

function outcomeOf(line: Line, request: string, now: number): CoordinatorCommand | null {
  switch (line.then) {
    case undefined:
      return null;
    case 'remote':
    case 'crew':
      return { do: 'assignRequest', request, assign: line.then };
    case 'promised':
      return { do: 'decideRequest', request, outcome: 'promised', promisedAt: now + 12 * MINUTE };
    default:
      return { do: 'decideRequest', request, outcome: line.then };
  }
}
