import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { BookIndexBuilder, findInBook } from '../../../renderer/store/book-index.ts';
import { matchesCustomer, type CustomerRow } from '../../../shared/domain/customer.ts';

// Few letters, so that words often begin alike; long ones, so that more than one number is needed.
const word = fc.string({
  unit: fc.constantFrom('a', 'b', '1', 'z', '-'),
  minLength: 1,
  maxLength: 24,
});
const rows = fc.array(
  fc.record({ name: fc.array(word, { maxLength: 3 }), account: word, serial: word }),
  { maxLength: 30 },
);

test('CUST1, CUST2: the index finds exactly the rows that have every word typed', () => {
  fc.assert(
    fc.property(rows, fc.array(word, { minLength: 1, maxLength: 3 }), (drawn, words) => {
      const customers = drawn.map(({ name, account, serial }, index): CustomerRow => ({
        mprn: String(10_000_000_000 + index),
        account,
        name: name.join(' '),
        phone: '',
        address: '',
        eircode: '',
        serial,
        register: 'none',
        ctf: '',
      }));
      const builder = new BookIndexBuilder();
      for (const customer of customers) builder.add(customer);
      // Beginnings of words that are there, as somebody types them, and words that may not be.
      for (const typed of [words.join(' '), words.map((each) => each.slice(0, 2)).join(' ')]) {
        const expected = customers.flatMap((customer, row) =>
          typed.trim() !== '' && /[0-9a-z]/.test(typed) && matchesCustomer(customer, typed)
            ? [row]
            : [],
        );
        expect(findInBook(builder.build(), typed, 100)).toEqual(expected);
      }
    }),
    { numRuns: 500 },
  );
});
