// Words for a request at a moment: its state in one line, what to beware of, and how old the other
// side's picture is.
import type { ClockSettings } from '../../shared/domain/backstop-clock.ts';
import { formatMprn } from '../../shared/domain/mprn.ts';
import { speakReference } from '../../shared/domain/reference.ts';
import type { DifferenceField, Picture, Statement } from '../../shared/domain/request-picture.ts';
import { clockOf, promisedUntil, stageOf } from '../../shared/domain/request-queue.ts';
import type { D05Answer, NetworksOutcome } from '../../shared/domain/events.ts';
import type { Outcome } from '../../shared/domain/script.ts';
import type { Words } from '../i18n/words.tsx';
import type { Tone } from '../ui/parts.tsx';
import { describeLeft, type DescribedLeft } from './describe.ts';
import { partnerOf, type Partner } from './use-requests.ts';

export function describeRequestLeft(
  picture: Picture,
  now: number,
  settings: ClockSettings,
  words: Words,
): DescribedLeft {
  const { decided } = picture.networks;
  const backAt = decided?.outcome === 'done' ? decided.at : null;
  return describeLeft({ ...clockOf(picture), backAt }, now, settings, words);
}

export function describeRequest(
  picture: Picture,
  now: number,
  device: string,
  words: Words,
): string {
  const { t, format } = words;
  const { taken, assigned, decided, d05 } = picture.networks;
  if (picture.type === 'holdD05' && d05 !== null) return t(`request.d05.${d05.answer}`);
  const until = promisedUntil(picture);
  switch (stageOf(picture, now)) {
    case 'new':
      return picture.before === null
        ? t('request.state.new')
        : t('request.state.newAgain', {
            was: t(`request.outcome.${picture.before.outcome}`),
            at: format.when(picture.before.at, now),
          });
    case 'taken': {
      const operator = taken?.operator ?? assigned?.operator ?? '';
      if (assigned !== null && assigned.to !== 'none')
        return t(`request.state.${assigned.to}`, { operator });
      return taken?.device === device
        ? t('request.state.mine')
        : t('request.state.taken', { operator });
    }
    case 'promised':
    case 'promisePassed': {
      const at = until === null ? '' : format.when(until, now);
      if ((until ?? 0) <= now) return t('request.state.promisePassed', { at });
      return decided?.promisedAt === undefined
        ? t('request.state.promisedNoTime', { at })
        : t('request.state.promised', { at });
    }
    case 'done':
      return t('request.state.done', { at: format.when(decided?.at ?? now, now) });
    case 'refused':
      return t(`request.outcome.${decided?.outcome ?? 'refused'}`);
  }
}

/** Gravest first; a row shows the first one or two. */
export function requestTags(
  picture: Picture,
  words: Words,
): readonly { readonly tone: Tone; readonly text: string }[] {
  const { t } = words;
  const grave = picture.differences.find((each) => each.grave);
  const tags: { readonly tone: Tone; readonly text: string }[] = [];
  if (picture.type !== 'reenergise')
    tags.push({ tone: 'soon', text: t(`request.type.${picture.type}`) });
  if (grave?.field === 'mprn') tags.push({ tone: 'late', text: t('request.tag.grave') });
  else if (grave !== undefined) tags.push({ tone: 'late', text: t('request.tag.graveD05') });
  if (picture.priority) tags.push({ tone: 'late', text: t('request.tag.priority') });
  // They say that it is done, and nothing here does: not to be switched once more unasked.
  if (picture.networks.decided === null && picture.heard?.outcome === 'done')
    tags.push({ tone: 'need', text: t('request.tag.heardDone') });
  if (picture.d05Waiting) tags.push({ tone: 'soon', text: t('request.tag.d05') });
  const [clash] = picture.clashes;
  if (grave === undefined && clash !== undefined)
    tags.push({
      tone: clash.why === 'sameReference' ? 'late' : 'need',
      text: t(`request.tag.${clash.why}`),
    });
  else if (grave === undefined && picture.differences.length > 0)
    tags.push({ tone: 'need', text: t('request.tag.differs') });
  return tags;
}

export function supplierName(
  partners: readonly Partner[],
  supplier: string | null,
  words: Words,
): string {
  // Without a gateway what arrives can only have been asked at this very desk.
  if (supplier === null) return words.t('requests.ownDesk');
  return partnerOf(partners, supplier)?.name ?? supplier;
}

/** Heard of within this is heard of now. */
const NOW_MS = 60_000;
/** Not heard of for longer, a desk has been closed. */
const QUIET_MS = 2 * 3_600_000;

/**
 * How old what we know of the other side is: of what some of its desks wrote, as old as the one of
 * them that was heard of longest ago.
 */
export function asOf(
  partner: Partner | undefined,
  now: number,
  words: Words,
  desks: readonly string[] = [],
): string {
  const { t, format } = words;
  const heard = desks.flatMap((desk) => partner?.devices?.[desk] ?? []);
  const at = heard.length === 0 ? (partner?.lastAt ?? null) : Math.min(...heard);
  if (at === null) return t('requests.never');
  return now - at < NOW_MS
    ? t('requests.asOfNow')
    : t('requests.asOf', { span: format.span(now - at) });
}

/** All of the other side: that somebody is heard of does not mean that everybody is. */
export function asOfAll(partner: Partner, now: number, words: Words): string {
  const quiet = Object.values(partner.devices ?? {})
    .map((at) => now - at)
    .filter((age) => age >= NOW_MS && age < QUIET_MS);
  const newest = asOf(partner, now, words);
  if (quiet.length === 0 || partner.lastAt === null || now - partner.lastAt >= NOW_MS)
    return newest;
  const span = words.format.span(Math.max(...quiet));
  return words.t('requests.quiet', { asOf: newest, count: quiet.length, span });
}

/** `kilo seven, zero four two, romeo` */
export function spokenReference(reference: string): string {
  const parts = reference.split('-');
  return parts.map((part) => speakReference(part).join(' ')).join(', ');
}

export function statementWords(
  field: DifferenceField,
  said: Statement,
  now: number,
  words: Words,
): string {
  const { t, format } = words;
  switch (field) {
    case 'mprn':
      return formatMprn(String(said.value));
    case 'paidAt':
    case 'promisedAt':
      return format.when(Number(said.value), now);
    case 'priority':
      return t(said.value === true ? 'common.yes' : 'common.no');
    case 'd05':
      return t(`request.d05.${String(said.value) as D05Answer}`);
    case 'outcome':
      return said.side === 'heard'
        ? t(`outcome.${String(said.value) as Outcome}`)
        : t(`request.outcome.${String(said.value) as NetworksOutcome}`);
    default:
      return String(said.value);
  }
}

/** The supplier's reference; null while none was told. */
export function toldReference({ asked, typed }: Picture): string | null {
  const told =
    asked.at(-1) ?? [...typed].reverse().find(({ made }) => made.referenceOf === 'supplier');
  return told?.made.reference ?? null;
}
