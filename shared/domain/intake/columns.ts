// Which column is what, by the words of its header. Other suppliers' exports have other names and
// orders: what is found can be corrected, and the correction is remembered for this header.
import { parseMprn } from '../mprn.ts';
import { columnsByWords, plainWord } from './header-words.ts';
import type { Table } from './table.ts';

export const columnFields = [
  'mprn',
  'account',
  'name',
  'phone',
  'address',
  'eircode',
  'serial',
  'register',
  'ctf',
  'status',
  'statusAsOf',
  'paidAt',
  'noticedAt',
  'paymentReference',
  'amount',
  'credit',
  'txRefNbr',
  'reason017',
  'sentAt017',
  'state017',
  'openD05',
  'failurePoint',
  'note',
] as const;
export type ColumnField = (typeof columnFields)[number];

/** Per column of the table the field it holds, or null when it is left out. */
export type Mapping = readonly (ColumnField | null)[];

export const headerWords: Readonly<Record<ColumnField, readonly string[]>> = {
  mprn: [
    'mprn',
    'mprnno',
    'mprnnumber',
    'meterpoint',
    'meterpointreference',
    'meterpointreferencenumber',
    'meterpointref',
    'mpr',
    'mpan',
    'supplypoint',
  ],
  account: [
    'accountno',
    'account',
    'accountnumber',
    'accno',
    'acct',
    'customerno',
    'customernumber',
    'contractaccount',
    'ca',
  ],
  name: ['customer', 'name', 'customername', 'accountholder', 'fullname', 'holder', 'contact'],
  phone: [
    'phone',
    'mobile',
    'telephone',
    'tel',
    'phoneno',
    'phonenumber',
    'mobileno',
    'contactnumber',
    'msisdn',
    'callback',
  ],
  address: ['address', 'premises', 'siteaddress', 'supplyaddress', 'premiseaddress', 'addressline'],
  eircode: ['eircode', 'postcode', 'postalcode'],
  serial: [
    'meterserial',
    'serial',
    'meter',
    'meterno',
    'meternumber',
    'serialno',
    'meterserialnumber',
    'msn',
  ],
  register: [
    'register',
    'vuln',
    'vulnerable',
    'vulnerability',
    'psr',
    'priority',
    'specialservices',
    'category',
    'registercategory',
  ],
  ctf: ['ctf', 'ctfvalue', 'commstechnicallyfeasible', 'connectivity', 'connectivitylevel'],
  status: ['meterpointstatus', 'status', 'mpstatus', 'statuscode'],
  statusAsOf: ['statusasof', 'statusdate', 'statustime', 'asof', 'lastknownstatusat'],
  paidAt: [
    'paymenttime',
    'paidat',
    'paid',
    'topupdate',
    'topuptime',
    'topup',
    'paymentdate',
    'vendtime',
    'qualifyingpayment',
    'qualifyingpaymenttime',
    'transactiontime',
    'lastqualifyingpayment',
  ],
  noticedAt: [
    'calledat',
    'called',
    'calltime',
    'timeofcall',
    'noticedat',
    'noticed',
    'reportedat',
    'reporttime',
    'rangat',
    'rang',
    'timereceived',
  ],
  paymentReference: [
    'paymentref',
    'paymentreference',
    'receipt',
    'vendref',
    'transactionid',
    'topupref',
    'paymentid',
  ],
  amount: ['amounteur', 'amount', 'topupamount', 'value', 'eur', 'paymentamount'],
  credit: ['creditaftereur', 'credit', 'creditafter', 'balance', 'newbalance'],
  txRefNbr: [
    '017txrefnbr',
    'txrefnbr',
    'txref',
    'transactionreference',
    '017reference',
    '017ref',
    'txreference',
  ],
  reason017: ['017reason', 'reason', 'reasoncode', 'mpstatusreason', 'meterpointstatusreason'],
  sentAt017: ['017sentat', 'sentat', '017sent', 'messagesentat', '017time', 'sent'],
  state017: ['017state', 'state', 'messagestate', '017status', 'messagestatus'],
  openD05: ['opend05', 'd05', 'queuedd05', 'outstandingd05', 'd05open', 'd05waiting'],
  failurePoint: ['failurepoint', 'pointoffailure', 'point', 'failurepointno', 'dr1221point'],
  note: ['note', 'notes', 'comment', 'comments', 'remark', 'remarks'],
};

/** What a remembered mapping is kept under: the header itself. */
export function mappingKey(header: readonly string[]): string {
  return header.map(plainWord).join('|');
}

export interface Recognised {
  readonly mapping: Mapping;
  /** False when the first record looks like data: the table has no header. */
  readonly hasHeader: boolean;
}

export function recogniseColumns(table: Table, remembered?: Mapping): Recognised {
  const hasHeader = !table.header.some((cell) => parseMprn(cell).ok);
  if (remembered !== undefined && remembered.length === table.header.length) {
    return { mapping: remembered, hasHeader };
  }
  return {
    mapping: hasHeader ? columnsByWords(table.header, headerWords) : byContent(table),
    hasHeader,
  };
}

/** No header: the column whose cells read as MPRNs, and the one whose cells read as dates. */
function byContent(table: Table): Mapping {
  const rows = [table.header, ...table.records.slice(0, 20).map((each) => each.cells)];
  const mapping: (ColumnField | null)[] = table.header.map(() => null);
  const mostly = (index: number, fits: (cell: string) => boolean) =>
    rows.filter((row) => fits(row[index] ?? '')).length > rows.length / 2;
  for (let index = 0; index < mapping.length; index++) {
    if (!mapping.includes('mprn') && mostly(index, (cell) => parseMprn(cell).ok))
      mapping[index] = 'mprn';
    else if (
      !mapping.includes('paidAt') &&
      mostly(index, (cell) => /\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}[ T]\d/.test(cell))
    ) {
      mapping[index] = 'paidAt';
    } else if (
      !mapping.includes('eircode') &&
      mostly(index, (cell) => /^[A-Z]\d[0-9W] ?[0-9A-Z]{4}$/i.test(cell.trim()))
    ) {
      mapping[index] = 'eircode';
    } else if (
      !mapping.includes('name') &&
      mostly(index, (cell) => /^\p{L}[\p{L} .'’-]+\d*$/u.test(cell.trim()))
    ) {
      mapping[index] = 'name';
    }
  }
  return mapping;
}
