// The customer book from a file: rows with an MPRN, in chunks, so that reading and writing take
// turns and the person can cancel.
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { checkRow } from '../../shared/domain/intake/check-row.ts';
import type { Source } from './intake-file.ts';

const CHUNK = 2000;

export interface BookTally {
  /** Records without a usable MPRN: left out, and counted. */
  leftOut: number;
}

export async function* bookChunks(
  source: Source,
  tally?: BookTally,
): AsyncIterable<readonly CustomerRow[]> {
  const { records } = source.table;
  for (let from = 0; from < records.length; from += CHUNK) {
    const rows: CustomerRow[] = [];
    for (const record of records.slice(from, from + CHUNK)) {
      const { mprn, facts } = checkRow(record, { now: 0, mapping: source.mapping });
      if (mprn === null) {
        if (tally !== undefined) tally.leftOut += 1;
        continue;
      }
      rows.push({
        mprn,
        account: facts.account ?? '',
        name: facts.name ?? '',
        phone: facts.phone ?? '',
        address: facts.address ?? '',
        eircode: facts.eircode ?? '',
        serial: facts.serial ?? '',
        register: facts.register ?? 'none',
        ctf: facts.ctf ?? '',
      });
    }
    yield rows;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
