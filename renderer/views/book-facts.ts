// What this laptop's customer book knows of somebody who has a case.
import { useEffect, useRef } from 'react';
import { mprnOf, type CaseState } from '../../shared/domain/case.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import type { Facts } from '../../shared/domain/facts.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export function factsOf(row: CustomerRow): Facts {
  const filled = Object.entries(row).filter(([key, value]) => key !== 'mprn' && value !== '');
  return Object.fromEntries(filled);
}

/**
 * A case that a message of the market opened has an MPRN and no name. Whoever takes it is to ring somebody:
 * what the book has of them, and the case has not, comes into the case with the taking (FIX63).
 */
export function useFactsFromBook(state: CaseState): void {
  const console = useConsole();
  const { book, device, trouble } = useSnapshot();
  const asked = useRef<string | null>(null);
  const { subject, opened, facts, claim, open } = state;
  const mprn = mprnOf(subject);
  const isNameless = open && opened.source === 'message' && facts.name === undefined;
  const isMine = claim?.device === device;
  const wanted = isNameless && isMine && book !== null && trouble === null ? mprn : null;
  useEffect(() => {
    if (wanted === null || asked.current === wanted) return;
    asked.current = wanted;
    void console.customer(wanted).then((customer) => {
      if (customer === undefined) return;
      const known = Object.entries(factsOf(customer)).filter(([key]) => !(key in facts));
      void console.run({ do: 'learn', subject, facts: Object.fromEntries(known) });
    });
  }, [console, wanted, subject, facts]);
}
