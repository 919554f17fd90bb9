import { describe, expect, test } from 'vitest';
import {
  callerFacts,
  MOST_TYPED_NOTE,
  canBeReached,
  type TypedCaller,
} from '../../../renderer/views/caller-facts.ts';

const typed = (more: Partial<TypedCaller>): TypedCaller => ({
  who: '',
  isKnown: false,
  name: '',
  phone: '',
  note: '',
  unread: [],
  asTyped: (text) => `As typed: ${text}`,
  ...more,
});

describe('what was typed about a caller', () => {
  test('CASE19: words that are no time stand in the note', () => {
    expect(callerFacts(typed({ who: 'Mary Byrne', unread: ['Paid at: half one'] }))).toEqual({
      name: 'Mary Byrne',
      note: 'Paid at: half one',
    });
  });

  test('CASE19: what was typed beside a name is kept in the note', () => {
    expect(
      callerFacts(typed({ who: 'Mary Byrne, 12 Main St', name: 'Mary Byrne', note: 'Rang twice' })),
    ).toEqual({ name: 'Mary Byrne', note: 'Rang twice. As typed: Mary Byrne, 12 Main St' });
  });

  test('CASE19: a phone number is a phone number, an Eircode an Eircode, other figures a note', () => {
    expect(callerFacts(typed({ who: '087 123 4567' }))).toEqual({ phone: '087 123 4567' });
    expect(callerFacts(typed({ who: 'V94 C3C8' }))).toEqual({ eircode: 'V94 C3C8' });
    expect(callerFacts(typed({ who: '1234567' }))).toEqual({ note: 'As typed: 1234567' });
    expect(callerFacts(typed({ who: '087 123 4567', phone: '021 1' }))).toEqual({
      phone: '021 1',
      note: 'As typed: 087 123 4567',
    });
  });

  test('CASE19: an MPRN, or somebody from the book, is no name and no note', () => {
    expect(callerFacts(typed({ who: '10934478153', isKnown: true }))).toEqual({});
  });

  test('CASE27: a number anywhere, an MPRN or an Eircode is a way to them; a name and a house number are none', () => {
    for (const way of [
      { isKnown: true },
      { phone: '021 1' },
      { who: '087 123 4567' },
      { who: 'Mary Byrne, T12 X2Y3' },
      { who: 'account 1234567' },
      { name: 'Mary', note: 'her daughter rings, 021-427 1234' },
    ])
      expect(canBeReached(typed(way))).toBe(true);
    for (const none of [{}, { who: 'Mary Byrne, 12 Main St' }, { name: 'Mary', note: 'flat 1204' }])
      expect(canBeReached(typed(none))).toBe(false);
  });
});

test('CASE28: fields that are all full leave nothing out of the note', () => {
  const full = {
    who: 'w '.repeat(100).trim(),
    name: 'n'.repeat(200),
    note: 'x'.repeat(MOST_TYPED_NOTE),
    unread: [`Paid at: ${'p'.repeat(200)}`, `Called at: ${'c'.repeat(200)}`],
  };
  const { note = '' } = callerFacts(typed(full));
  for (const part of [full.note, full.who, ...full.unread]) expect(note).toContain(part);
});
