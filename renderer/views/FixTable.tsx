// Released back-fixes that stand in one way: whom each is about, what it is, since when and why, and the
// door to what a person can do about it. By the way it goes, one list is the messages and another the
// calls; each is printed whole.
import { isWithAgent } from '../../shared/domain/agents.ts';
import {
  channels,
  isLookInEmma,
  isTakeOut,
  type Channel,
} from '../../shared/domain/back-fix-step.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { proposals } from '../../shared/domain/proposals.ts';
import type { FixItem } from '../../shared/domain/fix-item.ts';
import { outBy } from '../../shared/domain/take-out.ts';
import { Button, Tag, type Tone } from '../ui/parts.tsx';
import { usePrinting } from '../ui/printing.ts';
import { useWords, type Words } from '../i18n/words.tsx';
import { keptWords } from './channel-words.ts';
import { useSnapshot } from './use-console.ts';
import { isLost, type Board, type Released } from './use-fixes.ts';
import { useBookNames } from './use-recovery.ts';
import { MOST_PRINTED } from './VirtualRows.tsx';

export const MOST_SHOWN = 200;

export const boardTones: Readonly<Record<Board, Tone>> = {
  ran: 'late',
  rejected: 'late',
  outcomeUnknown: 'need',
  released: 'plain',
  waiting: 'plain',
  handed: 'soon',
  proved: 'ok',
  takenBack: 'plain',
};

export function FixTable(props: {
  /** Of the board; of these the table shows one way, or every way. */
  readonly released: readonly Released[];
  readonly channel: Channel | null;
  readonly label: string;
  readonly onChannel: (channel: Channel | null) => void;
  readonly onOpen: (released: Released) => void;
}) {
  const { channel } = props;
  const { t } = useWords();
  const label = [props.label, channel === null ? '' : t(`backfix.channel.${channel}`)]
    .filter(Boolean)
    .join(', ');
  return (
    <div className="fix-list">
      <Ways {...props} />
      <Rows released={overChannel(props.released, channel)} label={label} onOpen={props.onOpen} />
    </div>
  );
}

export const overChannel = (
  released: readonly Released[],
  channel: Channel | null,
): readonly Released[] =>
  channel === null ? released : released.filter(({ item }) => item.channel === channel);

/** Of several ways one can be looked at alone: calls are another person's list than messages. */
function Ways(props: {
  readonly released: readonly Released[];
  readonly channel: Channel | null;
  readonly onChannel: (channel: Channel | null) => void;
}) {
  const { released, channel, onChannel } = props;
  const { t } = useWords();
  const ways = channels.filter((each) => released.some(({ item }) => item.channel === each));
  if (ways.length < 2 && channel === null) return null;
  return (
    <div className="line noprint" role="group" aria-label={t('release.over')}>
      {([null, ...ways] as const).map((each) => (
        <button
          key={each ?? ''}
          type="button"
          className="tab"
          aria-pressed={channel === each}
          onClick={() => onChannel(each)}
        >
          <b>{overChannel(released, each).length}</b>{' '}
          {each === null
            ? t('fix.everyWay')
            : t('fix.byWay', { channel: t(`channel.name.${each}`) })}
        </button>
      ))}
    </div>
  );
}

function Rows(props: {
  readonly released: readonly Released[];
  readonly label: string;
  readonly onOpen: (released: Released) => void;
}) {
  const { released } = props;
  const isPrinting = usePrinting();
  const most = isPrinting ? MOST_PRINTED : MOST_SHOWN;
  const { now } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const shown = released.slice(0, most);
  const names = useBookNames(shown.flatMap(({ row, mprn }) => (row?.summary?.name ? [] : [mprn])));
  return (
    <div className="sheet-table scroll" role="region" tabIndex={0} aria-label={props.label}>
      <table className="backfix-table">
        {isPrinting ? <caption>{props.label}</caption> : null}
        <thead>
          <tr>
            <th className="who">{t('case.setMprn')}</th>
            <th className="where">{t('fix.what')}</th>
            <th>{t('fix.stands')}</th>
            <th className="now">{t('fix.next')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((each) => (
            <tr key={each.key}>
              <td>
                <button type="button" className="tab mprn" onClick={() => props.onOpen(each)}>
                  {formatMprn(each.mprn)}
                </button>
                <span className="small muted under">
                  {each.row?.summary?.name || names.get(each.mprn) || ''}
                </span>
              </td>
              <td>
                {t(`backfix.type.${each.item.type}`)}
                <span className="small muted under">
                  {[
                    t(`backfix.channel.${each.item.channel}`),
                    each.item.attempt > 1 ? t('fix.attempt', { count: each.item.attempt }) : '',
                  ]
                    .filter(Boolean)
                    .join(', ')}
                </span>
                <MessageOf item={each.item} />
              </td>
              <td>
                <Tag tone={each.kept === null ? boardTones[each.board] : 'late'}>
                  {t(standingWord(each))}
                </Tag>
                <span className="small muted under">{standsWords(each, now, words)}</span>
                {each.item.discrepancies.map((discrepancy) => (
                  <Tag key={discrepancy} tone="late">
                    {t(`fix.discrepancy.${discrepancy}`)}
                  </Tag>
                ))}
              </td>
              <td>
                <Button small kind="quiet" reads onPress={() => props.onOpen(each)}>
                  {t(`fix.do.${nextOf(each)}`)}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {released.length > most ? (
        <p className="muted small more">{t('backfix.more', { count: released.length - most })}</p>
      ) : null}
      {released.length === 0 ? <p className="muted more">{t('queue.emptyGroup')}</p> : null}
    </div>
  );
}

/** Its own TxRefNbr, or that of the message it is about: what Networks is told on the phone. */
function MessageOf({ item }: { readonly item: FixItem }) {
  const { t } = useWords();
  const named = item.txRefNbr ?? item.about;
  if (named === null) return null;
  return (
    <span className="mono small muted under cut" title={named}>
      {item.txRefNbr === null ? t('fix.about', { txRefNbr: named }) : named}
    </span>
  );
}

/** Since when, by what, and what it waits for. */
function standsWords(released: Released, now: number, words: Words): string {
  const { item, fix, board, row } = released;
  const { t, format } = words;
  const out = outBy(item);
  if (out !== null) return t('takeOut.by', { who: out.who, at: format.when(out.at, now) });
  if (item.proved !== null) {
    const { by, at, person, reference } = item.proved;
    const proof = by === 'message' ? t('fixSheet.answers') : t(`backfix.proof.${by}`);
    // Whoever was told stands beside an entry of the ledger, and is not the proof.
    const name = by === 'ledger' ? reference : (person ?? reference);
    const named = [proof, name].filter(Boolean).join(': ');
    return t('fix.provedBy', { by: named, at: format.when(at, now) });
  }
  const proposed = proposals(fix, row?.state).filter((each) => each.item.key === item.key).length;
  const waits = released.waitsFor;
  return [
    why(item, board, words),
    isLost(released) ? t('fix.lost') : '',
    waits === null ? '' : t('fix.waitsFor', { what: t(`backfix.type.${waits.type}`) }),
    released.paused === null ? '' : t('fix.pausedBecause', { because: released.paused.because }),
    released.kept === null ? '' : t('fix.keptBy', { why: keptWords(released.kept, words) }),
    released.isOverdue ? t('fix.overdue') : '',
    isOnItsWay(released) ? t('fix.atAgent') : '',
    t('fix.since', { at: format.when(item.since, now) }),
    proposed === 0 ? '' : t('fix.proposed', { count: proposed }),
  ]
    .filter(Boolean)
    .join('; ');
}

function why(item: FixItem, board: Board, { t }: Words): string {
  if (item.takenBack !== null) return [item.takenBack.why, item.reason].filter(Boolean).join('; ');
  if (item.reason !== null) return item.reason;
  if (item.doubt !== null) return t(`fix.doubt.${item.doubt.why}`);
  if (board !== 'outcomeUnknown') return '';
  return t(item.standing === 'intended' ? 'fix.doubt.interrupted' : 'fix.doubt.noAnswer');
}

/** Where it stands, and of one that waits what keeps it. */
function standingWord({ board, kept, paused }: Released) {
  if (paused !== null) return 'fix.paused';
  return kept === null ? (`fixes.standing.${board}` as const) : 'fix.kept';
}

/** Nothing keeps its agent from delivering it. */
const isOnItsWay = ({ item, waitsFor, kept, paused, isOverdue }: Released): boolean =>
  isWithAgent(item) && waitsFor === null && kept === null && paused === null && !isOverdue;

/** What a person does about it now. */
function nextOf(released: Released) {
  const { board, item, waitsFor, kept, paused, isOverdue } = released;
  if (board === 'ran' || board === 'rejected') return 'decide';
  if (board === 'outcomeUnknown' || isLost(released)) return 'ask';
  if (board !== 'released' || waitsFor !== null || paused !== null) return 'look';
  if (kept !== null || isOverdue) return 'decide';
  if (item.txRefNbr !== null) return item.released.agent === null ? 'keyIn' : 'look';
  if (isLookInEmma(item)) return 'lookInEmma';
  if (item.channel === 'internal') return 'correct';
  // What lies in our own queue nobody at Networks can take out.
  return isTakeOut(item) ? 'takeOut' : 'ring';
}
