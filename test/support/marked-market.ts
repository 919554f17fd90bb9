// The market of the sample night for a supplier of the gateway, with the faults that a test wants named:
// five of the first 017s that the night sends are rejected, and the answers of three are lost.
import { txRefNbrOf } from '../../shared/domain/tx-ref.ts';
import type { MarketOptions } from '../../shared/drill/market/options.ts';
import { isRemote, marketOf, type Sample } from '../../shared/drill/night/sample.ts';

export const SUPPLIER = 'ABC';
export const SEED = 1;

/** Customers whose first 017 goes wrong. */
export interface Marked {
  readonly rejected: readonly string[];
  readonly unanswered: readonly string[];
}

export function markedOf({ rows, messages }: Sample): Marked {
  const waits = new Set<string>(messages.map(({ mprn }) => mprn));
  const last = rows
    .filter(({ mprn, facts }) => !waits.has(mprn) && isRemote(facts) && facts.register === 'none')
    .filter(({ facts }) => facts.message017?.state === 'notSent' && facts.openD05 === 'no')
    .sort((one, other) => other.failedAt - one.failedAt)
    .map(({ mprn }) => mprn);
  return { rejected: last.slice(0, 5), unanswered: last.slice(5, 8) };
}

export function optionsOf(sample: Sample, marked: Marked): MarketOptions {
  const night = marketOf(sample, SEED);
  const named = (mprns: readonly string[]) => ({
    of: mprns.map((mprn) => txRefNbrOf({ supplier: SUPPLIER, mprn, key: 'send017/1' }, 1)),
  });
  const { answerDoubled, answerLate } = night.faults ?? {};
  return {
    ...night,
    supplier: SUPPLIER,
    waiting: (night.waiting ?? []).map((each) => {
      const header = { ...each.message.header, SenderID: SUPPLIER, SupplierMPID: SUPPLIER };
      return { ...each, message: { ...each.message, header } };
    }),
    faults: {
      rejected: named(marked.rejected),
      answerLost: named(marked.unanswered),
      ...(answerDoubled === undefined ? {} : { answerDoubled }),
      ...(answerLate === undefined ? {} : { answerLate }),
    },
  };
}
