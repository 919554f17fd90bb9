// The twelve points of failure between payment and meter (DR1221 v1.1), as one literal table.
// 'toBeAgreed' is the DR's own "TBC" and a value like any other: the screen says "not yet agreed"
// and shows the proposal beside it. The scan is shaky in rows 9 and 12; labels are editable.
import { must } from '../lib/check.ts';

export const treatments = ['pause', 'webform', 'phone', 'toBeAgreed'] as const;
export type Treatment = (typeof treatments)[number];
export type Party = 'external' | 'supplier' | 'esbn';
export type FailureShape = 'payment' | 'supplier' | 'hub' | 'ami';

/** Our own proposal where the market has agreed nothing; marked as such wherever it shows. */
export type Proposal = 'phoneAskWhetherHeld' | 'phoneSiteVisit';

export interface FailurePoint {
  readonly no: number;
  readonly process: string;
  readonly system: string;
  readonly party: Party;
  readonly treatment: Treatment;
  readonly proposal: Proposal | null;
  readonly shape: FailureShape;
}

const row = (
  no: number,
  process: string,
  system: string,
  party: Party,
  treatment: Treatment,
  shape: FailureShape,
  proposal: Proposal | null = null,
): FailurePoint => ({ no, process, system, party, treatment, proposal, shape });

export const failurePoints: readonly FailurePoint[] = [
  row(1, 'Payment vendor', 'External', 'external', 'pause', 'payment'),
  row(2, 'Payment files', 'Automatic / supplier system', 'supplier', 'pause', 'payment'),
  row(3, 'Payment reconciliation function', 'Supplier system', 'supplier', 'pause', 'payment'),
  row(4, 'Switch on/off trigger 017', 'Supplier system', 'supplier', 'webform', 'supplier'),
  row(5, 'SAP PO', 'Supplier system', 'supplier', 'webform', 'supplier'),
  row(6, 'Supplier (re)send 017', 'EMMA', 'supplier', 'phone', 'hub'),
  row(7, 'Central messaging hub', 'EMMA', 'esbn', 'phone', 'hub'),
  row(
    8,
    'Receive and process 017',
    'Supplier system (sic)',
    'esbn',
    'toBeAgreed',
    'ami',
    'phoneAskWhetherHeld',
  ),
  row(9, 'Trigger MDMS action', 'Not stated', 'esbn', 'toBeAgreed', 'ami', 'phoneAskWhetherHeld'),
  row(10, 'Comms to MDMS', 'MDM', 'esbn', 'toBeAgreed', 'ami', 'phoneAskWhetherHeld'),
  row(11, 'Action MDMS process on meter', 'MDM', 'esbn', 'toBeAgreed', 'ami', 'phoneSiteVisit'),
  row(12, 'Meter', 'MDM', 'esbn', 'toBeAgreed', 'ami', 'phoneSiteVisit'),
];

export function interfaceOf(no: number): FailurePoint {
  return must(
    failurePoints.find((point) => point.no === no),
    `points of failure are 1 to 12, not ${no}`,
  );
}
