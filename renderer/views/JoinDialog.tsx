// An MPRN given to a caller may be somebody else's. Whoever is known under it stands beside the
// caller before the two become one case; nothing is joined by a single key press.
import { useEffect, useState } from 'react';
import type { CaseState } from '../../shared/domain/case.ts';
import type { CustomerRow } from '../../shared/domain/customer.ts';
import { agreedPoints, clockSettings } from '../../shared/domain/desk.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { foldText, summarise, type Summary } from '../../shared/domain/summary.ts';
import type { Console } from '../console/console.ts';
import { Banner, Button } from '../ui/parts.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { useKeys } from '../ui/keys.ts';
import { useWords } from '../i18n/words.tsx';
import { describeLeft, describeState, describeTag } from './describe.ts';
import { useConsole, useSnapshot } from './use-console.ts';

export interface Whose {
  readonly mprn: string;
  readonly name: string;
  /** Their case, when one is open. */
  readonly open: Summary | null;
  readonly book: CustomerRow | null;
}

/** Who is known under an MPRN: in the queue, in the customer book; null when nobody is. */
export async function whoseIs(
  console: Pick<Console, 'customer' | 'getSnapshot'>,
  mprn: string,
): Promise<Whose | null> {
  const open = console.getSnapshot().summaries.find((each) => each.mprn === mprn) ?? null;
  const book = (await console.customer(mprn)) ?? null;
  if (open === null && book === null) return null;
  return { mprn, name: open?.name || (book?.name ?? ''), open, book };
}

/** A case of theirs is open, or the book has another name: a person compares the two first. */
export function needsLook(lead: CaseState, whose: Whose | null): whose is Whose {
  if (whose === null) return false;
  const told = foldText(lead.facts.name ?? '').trim();
  return whose.open !== null || (told !== '' && told !== foldText(whose.name).trim());
}

export function useWhose(mprn: string | null): Whose | null {
  const console = useConsole();
  const [found, setFound] = useState<Whose | null>(null);
  useEffect(() => {
    if (mprn === null) return;
    let stopped = false;
    void whoseIs(console, mprn).then((whose) => {
      if (!stopped) setFound(whose);
    });
    return () => {
      stopped = true;
    };
  }, [console, mprn]);
  return found?.mprn === mprn ? found : null;
}

export function JoinDialog(props: {
  readonly state: CaseState;
  readonly whose: Whose;
  readonly onJoin: () => void;
  readonly onClose: () => void;
}) {
  const { whose } = props;
  const snapshot = useSnapshot();
  const words = useWords();
  const { t, format } = words;
  const { now, desk, operator, device } = snapshot;
  useKeys({ 'ctrl+enter': props.onJoin }, { inDialog: true });
  const stateOf = (summary: Summary) => {
    const left = describeLeft(summary, now, clockSettings(desk), words);
    const me = { operator, device, points: agreedPoints(desk) };
    return `${left.figure} ${left.unit}. ${describeState(summary, now, me, words)}`;
  };
  const paid = (at: number | null | undefined) =>
    at === null || at === undefined ? t('common.notKnown') : format.when(at, now);
  const caller = summarise(props.state);
  const { open, book } = whose;
  const lines: readonly (readonly [string, string, string])[] = [
    [t('case.customer'), caller.name, whose.name],
    [t('case.address'), caller.address, open?.address || (book?.address ?? '')],
    [t('case.phone'), caller.phone, open?.phone || (book?.phone ?? '')],
    [t('case.paid'), paid(caller.paidAt), open === null ? '' : paid(open.paidAt)],
    [
      t('join.beware'),
      describeTag(caller, words)?.text ?? '',
      open === null ? '' : (describeTag(open, words)?.text ?? ''),
    ],
    [t('join.now'), stateOf(caller), open === null ? t('join.noCase') : stateOf(open)],
  ];
  return (
    <Dialog
      title={t('join.title')}
      onClose={props.onClose}
      foot={
        <>
          <Button kind="go" hint="Ctrl ↵" onPress={props.onJoin}>
            {t(open === null ? 'join.yes' : 'join.yesOpen')}
          </Button>
          {/* Enter on what has the focus joins nobody: that is Ctrl+Enter, or this button by itself. */}
          <Button hint="Esc" autoFocus onPress={props.onClose}>
            {t('join.no')}
          </Button>
        </>
      }
    >
      {/* A stop of its own: Tab from the harmless answer comes here, not to the one that joins. */}
      <div role="region" tabIndex={0} aria-label={t('join.compare')}>
        <table className="join">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('join.caller')}</th>
              <th scope="col" className="mono">
                {formatMprn(whose.mprn)}
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(([label, here, there]) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td>{here || t('common.notGiven')}</td>
                <td>{there || t('common.notGiven')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {open === null ? null : (
        <Banner tone={open.power === 'off' ? 'soon' : 'late'}>
          {t(open.power === 'off' ? 'join.becomesOne' : 'join.backToOff')}
        </Banner>
      )}
    </Dialog>
  );
}
