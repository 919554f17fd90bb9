// A whole list of outstanding 017s, as of the evening, for rule tests.
import type { OutstandingList, OutstandingMessage } from '../../../shared/domain/outstanding.ts';
import { evening } from './world.ts';

export const listOf = (...messages: readonly OutstandingMessage[]): OutstandingList => ({
  list: 'one',
  file: 'outstanding-017.csv',
  asOf: evening,
  operator: 'Aoife',
  at: evening,
  messages,
  unread: 0,
  leftOut: 0,
});
