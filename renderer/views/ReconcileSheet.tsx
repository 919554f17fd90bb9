// A day of the market against ours: what we sent and they do not list, what they list and nobody here
// knows, and where their count and their list differ; what people have said of these. On the screen,
// and as a file.
import { useState, type ReactNode } from 'react';
import {
  reconcile,
  windowOf,
  type DailyState,
  type Explained,
  type Reconciled,
} from '../../shared/domain/daily.ts';
import type { DailyLine, DailyPoint } from '../../shared/domain/daily-events.ts';
import { formatMprn, parseMprn, type Mprn } from '../../shared/domain/mprn.ts';
import type { OutstandingList } from '../../shared/domain/outstanding.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Banner, Button, Choice, TextField } from '../ui/parts.tsx';
import { useWords } from '../i18n/words.tsx';
import { mprnWords } from './mprn-words.ts';
import { reconciledCsv } from './reconciled-csv.ts';
import { useConsole, useSnapshot } from './use-console.ts';
import { useCopy } from './use-copy.ts';
import { useDraft } from './use-draft.ts';

const MOST_SHOWN = 100;
/** So many days are doors; older ones stay in the log. */
const MOST_DAYS = 5;

export function ReconcileSheet(props: {
  readonly list: OutstandingList | null;
  readonly onClose: () => void;
}) {
  const console = useConsole();
  const { dailies, fixes } = useSnapshot();
  const words = useWords();
  const { t } = words;
  const days = dailies.slice(-MOST_DAYS);
  const [day, setDay] = useState(days.at(-1)?.day ?? '');
  const daily = days.find((each) => each.day === day);
  const found = daily === undefined ? null : reconcile(daily, [...fixes.values()], props.list);
  const save = () => {
    if (found === null) return;
    void console.saveFile({
      name: t('reconcile.file', { day }),
      content: reconciledCsv(found, words),
    });
  };
  return (
    <Dialog
      title={t('reconcile.title')}
      hint={t('reconcile.hint')}
      wide
      onClose={props.onClose}
      foot={
        <Button disabled={found === null} reads onPress={save}>
          {t('reconcile.save')}
        </Button>
      }
    >
      {days.length === 0 ? (
        <p className="muted">{t('reconcile.none')}</p>
      ) : (
        <Choice
          label={t('reconcile.day')}
          value={day}
          options={days.map((each) => ({ value: each.day, label: each.day }))}
          onChange={setDay}
        />
      )}
      {daily === undefined ? null : <Found daily={daily} found={found} />}
    </Dialog>
  );
}

type Explain = (
  points: readonly DailyPoint[],
  because: string | null,
  whose?: Mprn,
) => Promise<boolean>;

function Found(props: { readonly daily: DailyState; readonly found: Reconciled | null }) {
  const { daily, found } = props;
  const console = useConsole();
  const { now } = useSnapshot();
  const { t, format } = useWords();
  const begun = daily.lists.begun.map(({ of, parts }, index) => {
    const here = [...parts.keys()].sort((one, other) => one - other);
    const says = t('reconcile.partsHere', { here: here.join(', '), count: here.length, of });
    return (
      <Banner key={index} tone="soon">
        {found === null ? says : t('reconcile.laterBegun', { says })}
      </Banner>
    );
  });
  if (found === null)
    return (
      <>
        <p className="muted">{t('reconcile.noList')}</p>
        {begun}
      </>
    );
  const { day, isOver, unread, oursNotTheirs, theirsNotOurs, counts, explained, recognised } =
    found;
  const { to: ends = now } = windowOf(day) ?? {};
  const isClear = oursNotTheirs.length + theirsNotOurs.length + counts.length === 0;
  const explain: Explain = async (points, because, whose) => {
    const mprn = whose === undefined ? {} : { mprn: whose };
    return (await console.run({ do: 'explainDaily', day, points, because, ...mprn })).ok;
  };
  const answers = theirsNotOurs.filter(({ type }) => type !== '017');
  return (
    <>
      <p className="muted">{t('reconcile.lines', { count: daily.lines?.length ?? 0 })}</p>
      {begun}
      {isOver ? null : (
        <Banner tone="need">{t('reconcile.notOver', { ends: format.when(ends, now) })}</Banner>
      )}
      {unread === 0 ? null : (
        <Banner tone="need">{t('reconcile.unread', { count: unread })}</Banner>
      )}
      {isClear && !(isOver && unread === 0) ? <p>{t('reconcile.clearSoFar')}</p> : null}
      {isClear && isOver && unread === 0 ? (
        <Banner tone="ok">
          {explained.length === 0
            ? t('reconcile.clear')
            : t('reconcile.clearExplained', { count: explained.length })}
        </Banner>
      ) : null}
      <Side
        lines={counts.map(({ type, counted, listed }) => ({
          point: { side: 'counts', type, counted, listed },
          name: type,
          shown: (
            <>
              <b>{type}</b> {t('reconcile.numbers', { counted, listed })}
            </>
          ),
        }))}
        title={t('reconcile.counts', { count: counts.length })}
        says={t('reconcile.countsSays')}
        {...{ day, explain }}
      />
      <Side
        lines={oursNotTheirs.map(({ mprn, item }) => ({
          point: { side: 'ours', txRefNbr: item.txRefNbr ?? '' },
          name: item.txRefNbr ?? '',
          shown: (
            <>
              <span className="mprn">{formatMprn(mprn)}</span>
              <span className="mono">{item.txRefNbr}</span>
              <span className="muted">
                {item.handing === null ? '' : format.when(item.handing.at, now)}
              </span>
            </>
          ),
        }))}
        title={t('reconcile.ours', { count: oursNotTheirs.length })}
        says={t('reconcile.oursSays')}
        {...{ day, explain }}
      />
      <Side
        lines={theirsNotOurs.map(({ type, txRefNbr }) => ({
          point: { side: 'theirs', type, txRefNbr },
          name: `${type} ${txRefNbr}`,
          hasOwner: type === '017',
          shown: (
            <>
              <b>{type}</b> <span className="mono">{txRefNbr}</span>
            </>
          ),
        }))}
        title={t('reconcile.theirs', { count: theirsNotOurs.length })}
        says={t('reconcile.theirsSays')}
        {...{ day, explain }}
      />
      {answers.length === 0 ? null : <SendAgain answers={answers} />}
      <Told title={t('reconcile.recognised', { count: recognised.length })} {...{ explain }}>
        {recognised}
      </Told>
      <Told title={t('reconcile.explained', { count: explained.length })} {...{ explain }}>
        {explained}
      </Told>
    </>
  );
}

/** Answers that never came: what somebody at Networks needs to send them once more. */
function SendAgain({ answers }: { readonly answers: readonly DailyLine[] }) {
  const { t } = useWords();
  const { copy, said } = useCopy(
    answers.map(({ type, txRefNbr }) => `${type} ${txRefNbr}`).join('\n'),
  );
  return (
    <p className="line small">
      <span className="grow">{t('reconcile.sendAgain', { count: answers.length })}</span>
      <Button small reads onPress={copy}>
        {t(said === null ? 'reconcile.copyNumbers' : `fixSheet.${said}`)}
      </Button>
    </p>
  );
}

/** What people have said, each line to be taken back. */
function Told(props: {
  readonly title: string;
  readonly explain: Explain;
  readonly children: readonly Explained[];
}) {
  const { title, explain, children: told } = props;
  const { now } = useSnapshot();
  const { t, format } = useWords();
  if (told.length === 0) return null;
  return (
    <>
      <h3>{title}</h3>
      <ul className="stack small">
        {told.slice(0, MOST_SHOWN).map((each) => (
          <li key={nameOf(each)} className="line">
            <span className="mono">{nameOf(each)}</span>
            {each.mprn === undefined ? null : <span className="mprn">{formatMprn(each.mprn)}</span>}
            <span className="grow">
              {t('reconcile.because', {
                because: each.because,
                who: each.operator,
                at: format.when(each.at, now),
              })}
            </span>
            <Button
              small
              kind="quiet"
              label={t('reconcile.takeBackLong', { name: nameOf(each) })}
              onPress={() => void explain([each.point], null)}
            >
              {t('reconcile.takeBack')}
            </Button>
          </li>
        ))}
      </ul>
      <More count={told.length} />
    </>
  );
}

/** A line of the sheet, and what it is called where its button is heard alone. */
interface Line {
  readonly point: DailyPoint;
  readonly name: string;
  readonly shown: ReactNode;
  /** A 017: some customer's, and ours if the customer is. */
  readonly hasOwner?: boolean;
}

/** What stands on one side alone, explained line by line, or all of it at once. */
function Side(props: {
  readonly lines: readonly Line[];
  readonly title: string;
  readonly says: string;
  readonly day: string;
  readonly explain: Explain;
}) {
  const { lines, title, says, day, explain } = props;
  const { t } = useWords();
  const [asked, setAsked] = useState<string | null>(null);
  const [whose, setWhose] = useState<string | null>(null);
  const owned = lines.find(({ name }) => name === whose);
  if (lines.length === 0) return null;
  const of = asked === 'all' ? lines : lines.filter(({ name }) => name === asked);
  return (
    <>
      <h3>{title}</h3>
      <p className="small muted">{says}</p>
      <ul className="stack small">
        {lines.slice(0, MOST_SHOWN).map(({ name, shown, hasOwner }) => (
          <li key={name} className="line">
            {shown}
            <span className="grow" />
            {hasOwner === true ? (
              <Button
                small
                kind="quiet"
                label={t('reconcile.whoseLong', { name })}
                onPress={() => {
                  setAsked(null);
                  setWhose(name);
                }}
              >
                {t('reconcile.whose')}
              </Button>
            ) : null}
            <Button
              small
              kind="quiet"
              label={t('reconcile.explainLong', { name })}
              onPress={() => {
                setWhose(null);
                setAsked(name);
              }}
            >
              {t('reconcile.explain')}
            </Button>
          </li>
        ))}
      </ul>
      <More count={lines.length} />
      {lines.length < 2 ? null : (
        <p>
          <Button
            small
            onPress={() => {
              setWhose(null);
              setAsked('all');
            }}
          >
            {t('reconcile.explainAll', { count: lines.length })}
          </Button>
        </p>
      )}
      {owned === undefined ? null : (
        <Whose
          key={owned.name}
          name={owned.name}
          draft={`reconcile/${day}/${owned.name}`}
          onSay={async (mprn, because) => {
            if (await explain([owned.point], because, mprn)) setWhose(null);
          }}
        />
      )}
      {of.length === 0 ? null : (
        <Because
          key={asked}
          draft={`reconcile/${day}/${asked}`}
          label={
            of.length === 1 && of[0] !== undefined
              ? t('reconcile.why', { name: of[0].name })
              : t('reconcile.whyAll', { count: of.length })
          }
          onSay={async (because) => {
            const points = of.map(({ point }) => point);
            if (await explain(points, because)) setAsked(null);
          }}
        />
      )}
    </>
  );
}

function Because(props: {
  readonly draft: string;
  readonly label: string;
  readonly onSay: (because: string) => Promise<void>;
}) {
  const { t } = useWords();
  const [because, setBecause] = useDraft(props.draft);
  const say = async () => {
    if (because.trim() === '') return;
    await props.onSay(because.trim());
    setBecause('');
  };
  return (
    <div className="line">
      <TextField
        label={props.label}
        value={because}
        onChange={setBecause}
        autoFocus
        onEnter={() => void say()}
      />
      <Button disabled={because.trim() === ''} onPress={() => void say()}>
        {t('reconcile.say')}
      </Button>
    </div>
  );
}

/** Whose 017 it is, as Networks read it out or another system of ours has it. */
function Whose(props: {
  readonly name: string;
  readonly draft: string;
  readonly onSay: (mprn: Mprn, because: string) => Promise<void>;
}) {
  const words = useWords();
  const { t } = words;
  const [typed, setTyped] = useDraft(`${props.draft}/mprn`);
  const [because, setBecause] = useDraft(`${props.draft}/source`);
  const read = parseMprn(typed);
  const isReady = read.ok && because.trim() !== '';
  const say = async () => {
    if (!read.ok || !isReady) return;
    await props.onSay(read.value.mprn, because.trim());
    setTyped('');
    setBecause('');
  };
  return (
    <div className="stack">
      <TextField
        label={t('reconcile.whoseMprn', { name: props.name })}
        value={typed}
        onChange={setTyped}
        autoFocus
        mono
        {...(typed.trim() === ''
          ? {}
          : read.ok
            ? { echo: formatMprn(read.value.mprn), tone: 'good' as const }
            : { echo: mprnWords(read.error, words), tone: 'bad' as const })}
        onEnter={() => void say()}
      />
      <TextField
        label={t('reconcile.whoseSource')}
        value={because}
        onChange={setBecause}
        onEnter={() => void say()}
      />
      <p>
        <Button disabled={!isReady} onPress={() => void say()}>
          {t('reconcile.itIsOurs')}
        </Button>
      </p>
    </div>
  );
}

function More({ count }: { readonly count: number }) {
  const { t } = useWords();
  return count <= MOST_SHOWN ? null : (
    <p className="small muted">{t('reconcile.more', { count: count - MOST_SHOWN })}</p>
  );
}

const nameOf = ({ point }: Explained): string =>
  point.side === 'counts'
    ? `${point.type} ${point.counted}/${point.listed}`
    : point.side === 'theirs'
      ? `${point.type} ${point.txRefNbr}`
      : point.txRefNbr;
