// What the queue needs of an open case, small enough that twenty thousand of them live in memory.
// Made from the case by one pure function; the store keeps it beside the case in the same
// transaction, so the two can never disagree.
import { isD05Doubted, mprnOf, newestRequest, otherNames, type CaseState } from './case.ts';
import type { Facts } from './facts.ts';
import type { Outcome } from './script.ts';

export type Power = 'off' | 'claimed' | 'confirmed';

export interface Summary {
  readonly subject: string;
  readonly mprn: string | null;
  readonly open: boolean;
  readonly name: string;
  readonly address: string;
  readonly phone: string;
  /** Everything the search looks at, folded to lower case without accents. */
  readonly search: string;
  readonly register: 'none' | 'priority' | 'special' | 'unknown';
  readonly medical: boolean;
  /** The market has switched this customer off again after the power was back. */
  readonly cutOff: boolean;
  /** UTC ms, when that was; null while it is not so. */
  readonly cutOffAt: number | null;
  readonly ctf: string;
  readonly failurePoint: number | null;
  readonly paidAt: number | null;
  readonly noticedAt: number;
  readonly power: Power;
  readonly backAt: number | null;
  readonly learntAt: number | null;
  readonly claimedBy: {
    readonly operator: string;
    readonly device: string;
    readonly seq: number;
  } | null;
  /** Two desks worked on this without knowing of each other. */
  readonly clash: 'worked' | 'called' | null;
  readonly seqs: Readonly<Record<string, number>>;
  readonly onCall: {
    readonly call: string;
    readonly device: string;
    readonly operator: string;
  } | null;
  readonly waitingSince: number | null;
  readonly attempts: number;
  readonly outcome: Outcome | null;
  readonly outcomeAt: number | null;
  readonly promisedAt: number | null;
  readonly againAt: number | null;
  readonly reference: string | null;
  readonly openD05: 'yes' | 'no' | 'unknown';
  readonly message017: NonNullable<Facts['message017']>['state'];
  readonly safety: 'call' | 'text' | 'voicemail' | 'notReached' | null;
  readonly excluded: boolean;
  readonly unlisted: boolean;
  /** An export has listed this customer, so a later one can stop doing so. */
  readonly fromFile: boolean;
  readonly stillOff: number;
  /** Step of the script that comes next, when somebody has begun. */
  readonly answered: number;
  readonly breachSeen: boolean;
  readonly reports: number;
  readonly updatedAt: number;
}

export function summarise(state: CaseState): Summary {
  const { facts, outcome, power } = state;
  const mprn = mprnOf(state.subject);
  return {
    subject: state.subject,
    mprn,
    open: state.open,
    name: facts.name ?? '',
    address: facts.address ?? '',
    phone: facts.phone ?? '',
    search:
      searchText(facts, mprn, [...state.notes.map((each) => each.note), ...referencesOf(state)]) +
      foldText(` ${otherNames(state).join(' ')}`),
    register: facts.register ?? 'none',
    medical: state.medical?.answer === 'yes',
    cutOff: state.cutOff !== undefined && power === null,
    cutOffAt: power === null ? (state.cutOff?.at ?? null) : null,
    ctf: facts.ctf ?? '',
    failurePoint: facts.failurePoint ?? null,
    paidAt: facts.paidAt ?? null,
    noticedAt: state.noticedAt,
    power: power === null ? 'off' : power.level,
    backAt: power?.backAt ?? null,
    learntAt: power?.learntAt ?? null,
    claimedBy:
      state.claim === null
        ? null
        : {
            operator: state.claim.operator,
            device: state.claim.device,
            seq: state.claim.seq,
          },
    clash: state.clash === null ? null : state.clash.bothCalled ? 'called' : 'worked',
    seqs: state.seqs,
    onCall:
      state.call === null
        ? null
        : { call: state.call.call, device: state.call.device, operator: state.call.operator },
    waitingSince: state.call?.waitingSince ?? null,
    attempts: state.attempts,
    outcome: outcome?.outcome ?? null,
    outcomeAt: outcome?.at ?? null,
    promisedAt: outcome?.promisedAt ?? null,
    againAt: outcome?.againAt ?? null,
    reference: newestRequest(state)?.reference ?? null,
    openD05: isD05Doubted(state) ? 'yes' : (facts.openD05 ?? 'unknown'),
    message017: facts.message017?.state ?? 'unknown',
    safety: state.safety?.how ?? null,
    excluded: state.excluded !== null,
    unlisted: state.unlisted !== null,
    fromFile:
      state.opened.source === 'file' || state.reports.some((each) => each.source === 'file'),
    stillOff: state.stillOff,
    answered: Object.keys(state.answers).length,
    breachSeen: state.breachSeenBy !== null,
    reports: state.reports.length,
    updatedAt: state.last.at,
  };
}

/** Most texts: nothing to take apart. */
const isPlain = /^[\t\n\r -~]*$/;

/** Lower case, without accents: `Ó Séaghdha` is found by `o seaghdha`. */
export function foldText(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase();
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

/** What the search looks at, a line each: the ranks below know which line is which. */
function searchText(facts: Facts, mprn: string | null, notes: readonly string[]): string {
  const signs = (text: string | undefined) => (text ?? '').replace(/[^0-9a-z]/gi, '');
  return foldText(
    [
      mprn ?? '',
      signs(facts.account),
      signs(facts.serial),
      signs(facts.phone),
      signs(facts.eircode),
      oneLine(facts.name ?? ''),
      oneLine(facts.address ?? ''),
      oneLine([facts.note ?? '', ...notes].join(' ')),
    ].join('\n'),
  );
}

/** Ours and Networks', as they are written and run together: they ring back with one of them. */
function referencesOf(state: CaseState): readonly string[] {
  return [...state.requests.map(({ reference }) => reference), state.outcome?.esbnReference ?? '']
    .filter(Boolean)
    .flatMap((reference) => [reference, reference.replace(/[^0-9a-z]/gi, '')]);
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
/** MPRN, account, serial, phone, Eircode stand before the name, address and notes. */
const NAME_LINE = 5;

/**
 * How well a customer answers a query; the lower the better, null for not at all. A name that was
 * typed never loses to a number that happens to contain its figures.
 */
export type SearchRank = 0 | 1 | 2 | 3 | 4;

export interface SearchQuery {
  readonly text: string;
  readonly run: string;
  readonly words: readonly string[];
}

/** The query, folded once for many customers. */
export function readQuery(query: string): SearchQuery {
  const text = oneLine(foldText(query));
  return {
    text,
    run: text.replace(/[^0-9a-z]/g, ''),
    words: text.split(' ').filter((word) => word !== ''),
  };
}

export function searchRank(summary: Summary, query: SearchQuery): SearchRank | null {
  const { search } = summary;
  const { text, run, words } = query;
  // `10 001 234 567` and `V94 C3C8` are typed with gaps: a run of signs is tried too.
  const isIn =
    words.every((word) => search.includes(word) || search.includes(word.replace(/[.-]/g, ''))) ||
    (run.length >= 3 && search.includes(run));
  if (!isIn) return null;
  const lines = search.split('\n');
  if (run !== '' && lines.slice(0, NAME_LINE).includes(run)) return 0;
  const [name = '', ...others] = lines.slice(NAME_LINE);
  if (name === text) return 1;
  if (name.startsWith(text)) return 2;
  const said = ` ${[name, ...others].join(' ').replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
  return words.every((word) => said.includes(` ${word}`)) ? 3 : 4;
}
