import { expect, test } from 'vitest';
import { english } from '../../../renderer/i18n/words.tsx';
import { reconciledCsv } from '../../../renderer/views/reconciled-csv.ts';
import { readTable } from '../../../shared/domain/intake/table.ts';
import type { FixItem } from '../../../shared/domain/fix-item.ts';

test('EXPORT1, FIX71, FIX72: a day against ours as a file has the words of the screen and the Irish clock', () => {
  const day = '2026-07-01';
  // A summer's evening: the Irish clock is an hour before UTC.
  const said = { operator: 'Aoife', at: Date.parse('2026-07-02T20:12:33Z'), because: 'by phone' };
  const csv = reconciledCsv(
    {
      day,
      isOver: false,
      unread: 2,
      oursNotTheirs: [{ mprn: '10934478153', item: { txRefNbr: 'our-017' } as FixItem }],
      theirsNotOurs: [{ type: '307', txRefNbr: 'their-307' }],
      counts: [{ type: '131', counted: 2, listed: 1 }],
      explained: [
        { ...said, point: { side: 'ours', txRefNbr: 'told-017' } },
        { ...said, point: { side: 'counts', type: '106E', counted: 1, listed: 0 } },
      ],
      recognised: [
        {
          ...said,
          mprn: '10034721433',
          point: { side: 'theirs', type: '017', txRefNbr: 'by-webform' },
        },
      ],
    },
    english,
  );
  expect(csv).not.toMatch(/T\d\d:\d\d|\dZ/);
  const { header, records } = readTable(csv);
  expect(header.slice(5)).toEqual([
    'Counted by the 602',
    'Listed by the 603',
    'Explained',
    'Explained by',
    'Explained at (Irish time)',
  ]);
  const at = ['by phone', 'Aoife', '2026-07-02 21:12'];
  const open = ['', '', ''];
  const none = ['', '', '', '', ...open];
  expect(records.map(({ cells }) => cells)).toEqual([
    [day, 'The list was made before its day was over: ours may still come', '603', ...none],
    [day, 'Lines of the list that could not be read: 2', '603', ...none],
    [day, 'Ours, not theirs', '017', 'our-017', '10934478153', '', '', ...open],
    [day, 'Theirs, not ours', '307', 'their-307', '', '', '', ...open],
    [day, 'Counted and listed differ', '131', '', '', '2', '1', ...open],
    [day, 'Recognised as ours', '017', 'by-webform', '10034721433', '', '', ...at],
    [day, 'Ours, not theirs', '017', 'told-017', '', '', '', ...at],
    [day, 'Counted and listed differ', '106E', '', '', '1', '0', ...at],
  ]);
});
