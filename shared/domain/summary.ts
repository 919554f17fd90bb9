// What the queue needs of an open case, small enough that twenty thousand of them live in memory.
// Made from the case by one pure function; the store keeps it beside the case in the same
// transaction, so the two can never disagree.
import { mprnOf, otherNames, type CaseState } from './case.ts';
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
    search: searchText(facts, mprn) + foldText(` ${otherNames(state).join(' ')}`),
    register: facts.register ?? 'none',
    medical: state.medical?.answer === 'yes',
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
    reference: state.requests.at(-1)?.reference ?? null,
    openD05: facts.openD05 ?? 'unknown',
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

/** Lower case, without accents: `Ó Séaghdha` is found by `o seaghdha`. */
export function foldText(text: string): string {
  return text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
}

function searchText(facts: Facts, mprn: string | null): string {
  const digits = (text: string | undefined) => (text ?? '').replace(/[^0-9a-z]/gi, '');
  return foldText(
    [
      mprn ?? '',
      facts.name ?? '',
      facts.address ?? '',
      facts.account ?? '',
      digits(facts.phone),
      digits(facts.eircode),
      facts.serial ?? '',
    ].join(' '),
  );
}

/** True when every word of the query stands somewhere in the summary. */
export function matchesSearch(summary: Summary, query: string): boolean {
  const words = foldText(query)
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.every((word) => summary.search.includes(word.replace(/[.-]/g, '')))) return true;
  // `10 001 234 567` and `V94 C3C8` are typed with gaps: try it as one run of signs.
  const run = foldText(query).replace(/[^0-9a-z]/g, '');
  return run.length >= 3 && summary.search.includes(run);
}
