// Released back-fixes as files: a list to look through, and the messages themselves for whoever hands
// them in by hand.
import { toCsv } from '../../shared/domain/intake/table.ts';
import { parseMprn } from '../../shared/domain/mprn.ts';
import { writeCsv } from '../../shared/market/csv.ts';
import { make017 } from '../../shared/market/make-017.ts';
import type { MessageOf } from '../../shared/market/messages.ts';
import type { Words } from '../i18n/words.tsx';
import { keptWords } from './channel-words.ts';
import type { OurMarket } from './our-market.ts';
import type { Released } from './use-fixes.ts';

export function releasedCsv(released: readonly Released[], words: Words): string {
  const { t } = words;
  return toCsv([
    [
      t('case.setMprn'),
      t('fix.what'),
      t('release.over'),
      t('fix.stands'),
      'TxRefNbr',
      'MPBusinessReference',
    ],
    ...released.map(({ mprn, item, board, kept, paused }) => [
      mprn,
      t(`backfix.type.${item.type}`),
      t(`backfix.channel.${item.channel}`),
      [
        t(`fixes.standing.${board}`),
        item.reason,
        paused && t('fix.pausedBecause', { because: paused.because }),
        kept && t('fix.keptBy', { why: keptWords(kept, words) }),
      ]
        .filter(Boolean)
        .join(': '),
      item.txRefNbr ?? item.about ?? '',
      item.businessReference ?? '',
    ]),
  ]);
}

/** The 017 of a back-fix, the same text every time; null for what is no message or cannot be one. */
export function messageOf({ mprn, item }: Released, { sender, recipient }: OurMarket) {
  const read = parseMprn(mprn);
  return !read.ok || item.txRefNbr === null
    ? null
    : make017({
        mprn: read.value.mprn,
        reason: 'E05',
        businessReference: item.businessReference ?? '',
        txRefNbr: item.txRefNbr,
        at: item.released.at,
        sender,
        recipient,
      });
}

export function messagesCsv(released: readonly Released[], market: OurMarket): string {
  const messages = released.flatMap((each): readonly MessageOf<'017'>[] => {
    const made = messageOf(each, market);
    return made?.ok === true ? [made.value] : [];
  });
  return writeCsv(messages);
}
