import type { Formatter } from '../formatter.ts';

export const book = {
  'book.title': 'Customer book',
  'book.none': 'No customer book on this laptop yet',
  'book.noneText':
    'Bring in customers.csv: MPRN, account, name, phone, address, Eircode, meter serial, register. Callers are then found as you type.',
  'book.state': (args: { rows: number; file: string; at: string }, f: Formatter) =>
    `${f.plural(args.rows, { one: '# customer', other: '# customers' })} from ${args.file}, brought in ${args.at}`,
  'book.import': 'Bring in a customer book',
  'book.replace': 'Bring in a newer book',
  'book.progress': (args: { rows: number; of: number }, f: Formatter) =>
    `${f.number(args.rows)} of ${f.number(args.of)} customers`,
  'book.find': 'Name, account, phone, Eircode, meter serial or MPRN',
  'book.found': (args: { count: number }, f: Formatter) =>
    f.plural(args.count, { one: '# customer', other: '# customers' }),
  'book.foundFirst': (args: { count: number }) =>
    `The first ${args.count} are shown. Type more to find fewer.`,
  'book.noneFound': 'Nobody found. Try fewer letters, or another field.',
  'book.atLeast': 'Type at least two characters.',
  'book.fromQueue': (args: { count: number }, f: Formatter) =>
    `Type at least two characters. Until then: ${f.plural(args.count, { one: 'the first customer', other: 'the first # customers' })} of the queue.`,
  'book.leftOut': (args: { count: number }, f: Formatter) =>
    `${f.plural(args.count, { one: '# row has', other: '# rows have' })} no usable MPRN and stayed out.`,
  'book.cancelled': 'Cancelled. The book is as it was.',
  'book.addCaller': 'Add as caller',
  'book.inQueue': 'In the queue',
} as const;
