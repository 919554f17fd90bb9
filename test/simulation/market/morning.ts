// The morning after, in some nights: the market's day ends at 03:00:00 and its count (602) and list (603)
// come in as files. What each console makes of them is laid against the files that went by that night.
import type { Entry } from '../../../shared/log/entry.ts';
import { reconcile, windowOf } from '../../../shared/domain/daily.ts';
import { drawOf } from '../../../shared/drill/market/draw.ts';
import type { MessageOf } from '../../../shared/market/messages.ts';
import { must } from '../../../shared/lib/check.ts';
import type { BrokenOnPurpose } from './broken.ts';
import type { Clerk } from './clerk.ts';
import { dailyOn, type MarketDay } from './day.ts';
import type { Judged, World } from './world.ts';

const NIGHTS = 4;
const MIN = 60_000;

export const hasMorning = (seed: number): boolean => seed % NIGHTS === 1;

/** In some of these mornings the first part of a list of several. */
const losesPart = (seed: number, { body }: MessageOf<'603'>): boolean =>
  (body.SequenceTotal ?? 1) > 1 && body.SequenceNumber === 1 && drawOf(seed, 'loses a part') < 0.25;

export async function playMorning(
  world: World,
  { day, ends }: MarketDay,
  comeToRest: () => Promise<void>,
  broken: BrokenOnPurpose,
): Promise<readonly string[]> {
  world.mail.loses = ({ message }) => message.type === '603' && losesPart(world.seed, message);
  const before = world.clerks.map(({ desk }) => linesOf(desk.entries, day));
  // Hours in which nothing happens: nobody needs to ask the gateway for news, or be called.
  world.judge.isResting = true;
  for (const desk of world.desks) desk.stop();
  world.agent.stop();
  await world.clock.run(Math.max(ends, world.clock.now) + MIN);
  for (const desk of world.desks) await desk.restart();
  world.agent.start();
  world.judge.isResting = false;
  await world.clock.run(world.clock.now + 3 * MIN);
  await comeToRest();
  const theirs = listedIn(world, day);
  if (theirs === null) {
    world.fault('day without its list');
    return [];
  }
  world.fault('day reconciled');
  if (theirs.lacks) {
    // SIM14: nothing is reconciled by the parts that came.
    world.fault('day in parts, and one was lost');
    return world.clerks.flatMap(({ desk }, index) =>
      linesOf(desk.entries, day) === before[index]
        ? []
        : ['half of the day’s list is taken for whole'],
    );
  }
  if (theirs.parts > 1) world.fault('day in parts');
  return world.clerks.flatMap((clerk) => wrongOf(clerk, { ...theirs, day }, world, broken));
}

/** What a console takes for the whole list of that day. */
const linesOf = (entries: readonly Entry[], day: string): string =>
  JSON.stringify(dailyOn(entries, day)?.lines ?? null);

/** What the market's own list has; null where that was lost. */
function listedIn({ mail, folder }: Judged, day: string) {
  const lists = [...mail.brought.values()].flatMap(({ name, isTorn, answer: { message } }) =>
    message.type === '603' &&
    message.body.ReconciliationDate === day &&
    !isTorn &&
    !folder.poisoned.has(name)
      ? [message]
      : [],
  );
  const [first] = lists;
  if (first === undefined) return null;
  const numbers = new Set(lists.map(({ body }) => body.SequenceNumber));
  const parts = first.body.SequenceTotal ?? 1;
  const names = new Set(lists.flatMap(({ lines }) => lines.map(({ TxRefNbr }) => TxRefNbr)));
  return { names, parts, lacks: numbers.size < parts };
}

function wrongOf(
  { desk }: Clerk,
  { day, names: theirs }: { readonly day: string; readonly names: ReadonlySet<string> },
  { mail, folder, fault }: Judged,
  broken: BrokenOnPurpose,
): readonly string[] {
  const daily = dailyOn(desk.entries, day);
  const { fixes, list } = desk.seen;
  const heard = fixes.map((each) => broken.hears?.(each) ?? each);
  const found = daily === undefined ? null : reconcile(daily, heard, list);
  if (found === null || daily?.lines === null || daily === undefined)
    return ['the day’s list came and is not here'];
  const lines = new Set(daily.lines.map(({ txRefNbr }) => txRefNbr));
  const isSame = lines.size === theirs.size && [...theirs].every((each) => lines.has(each));
  if (!isSame) return ['the day’s list is another one here'];
  const problems: string[] = [];
  for (const { type } of found.counts)
    if (daily.counts !== null) problems.push(`${type}: count and list of one market differ`);
  const files = [...mail.brought.values()].filter(
    ({ name, isTorn, answer: { message } }) =>
      !isTorn && !('ReconciliationDate' in message.body) && !folder.poisoned.has(name),
  );
  const span = must(windowOf(day), 'it is a day');
  const isOfDay = ({ at }: { readonly at: number }) => at >= span.from && at < span.to;
  const sent = new Set(mail.sent.filter(isOfDay).map(({ txRefNbr }) => txRefNbr));
  const strangers = new Set(found.theirsNotOurs.map(({ txRefNbr }) => txRefNbr));
  const rest = desk.entries.filter(({ subject }) => !subject.startsWith('daily:'));
  for (const number of theirs) {
    const told = sent.has(number) || files.some(({ text }) => text.includes(number));
    const isStranger = strangers.has(number);
    if (isStranger) fault('stranger of the day');
    if (isStranger && told) problems.push(`${number}: a stranger, and we had word of it`);
    if (!isStranger && !told && !rest.some(({ body }) => JSON.stringify(body).includes(number)))
      problems.push(`${number}: nobody here knows it, and it is no stranger`);
  }
  const ours = new Set(found.oursNotTheirs.map(({ item }) => item.txRefNbr));
  for (const number of sent) {
    if (ours.has(number) !== theirs.has(number)) continue;
    // Refused at the gateway it never came to the hub, and another number may have gone for it since.
    const isRefused = files.some(
      ({ name, text }) => name.startsWith('601-') && text.includes(number),
    );
    // Asked about and said not to have arrived, it is missed no more: it goes again, or is taken back.
    const isKnown = heard.some(({ items }) =>
      items.some(({ txRefNbrs, handing }) => txRefNbrs.includes(number) && handing === null),
    );
    if ((isRefused || isKnown) && !ours.has(number)) continue;
    problems.push(
      `${number}: ours, and ${ours.has(number) ? 'missed though' : 'not missed though not'} listed`,
    );
  }
  if (ours.size > 0) fault('ours and not theirs');
  return problems;
}
