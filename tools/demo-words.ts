// What happened in a played night, in words: calls and exports by the quarter of an hour, everything
// else by the minute, one line each.
import { MINUTE } from '../shared/domain/backstop-clock.ts';
import { describeTime } from '../shared/domain/times.ts';
import type { Happening, Note } from '../shared/drill/night/stage.ts';

/** In the order in which they are told of one moment; `%` is how many. */
const words: Readonly<Record<Happening, readonly [one: string, many: string]>> = {
  hubDown: ['The hub is down (point 7). No 017 goes in, none comes out', ''],
  hubAnnounced: ['ESB Networks says the hub will be back in five minutes', ''],
  hubBack: ['The hub is back. What waited runs, in its old order', ''],
  reported: ['% customer who paid and is off comes in', '% customers who paid and are off come in'],
  callDone: ['% put back by phone', '% put back by phone'],
  callCrew: [
    '% cannot be switched from afar: a crew goes',
    '% cannot be switched from afar: crews go',
  ],
  callNoAnswer: ['% call not answered', '% calls not answered'],
  callAgain: ['% to be rung again', '% to be rung again'],
  leftToRun: [
    '% left to the 017 that Networks has received: it runs by itself',
    '% left to the 017s that Networks has received: they run by themselves',
  ],
  foundOn: ['% found on: the answer was lost', '% found on: their answers were lost'],
  d05Cancelled: ['% waiting D05 cancelled', '% waiting D05s cancelled'],
  d05Unknown: ['of % D05 Networks cannot say', 'of % D05s Networks cannot say'],
  e05TakenOut: ['% waiting E05 taken out of EMMA', '% waiting E05s taken out of EMMA'],
  listed: [
    'Outstanding list comes in: % 017',
    'Outstanding list comes in: % 017s that nobody has answered',
  ],
  listedAgain: ['Outstanding list again: % 017', 'Outstanding list again: % 017s'],
  foundCutOff: [
    '% customer would be cut off by a waiting D05',
    '% customers would be cut off by a waiting D05',
  ],
  foundNoCase: [
    '% of them has no case: on supply, paid since, nobody looks',
    '% of them have no case: on supply, paid since, nobody looks',
  ],
  held: ['% put on the hold list', '% put on the hold list'],
  d05TakenOut: ['% D05 taken out of EMMA', '% D05s taken out of EMMA'],
  holdsAsked: ['Networks is asked to stop % D05', 'Networks is asked to stop % D05s'],
  holdStopped: ['Networks has stopped % D05', 'Networks has stopped % D05s'],
  holdOpen: [
    '% D05 that Networks was asked to stop is open',
    '% D05s that Networks was asked to stop are open',
  ],
  askedOnceMore: [
    'Release for % customer: more than a set share, asked once more',
    'Release for % customers: more than a set share, asked once more',
  ],
  released: ['% back-fix released', '% back-fixes released'],
  sent: ['% new 017 sent', '% new 017s sent'],
  resent: ['% fresh 017 sent', '% fresh 017s sent'],
  confirmed: ['% answer says: energised', '% answers say: energised'],
  cutOffHeard: [
    '% customer cut off by a D05: at the top of the queue',
    '% customers cut off by D05s: at the top of the queue',
  ],
  rejected: ['% 017 rejected', '% 017s rejected'],
  newNumber: [
    '% 017 under a new number, after its reject',
    '% 017s under new numbers, after their rejects',
  ],
  doubted: ['% 017 without an answer: asked about', '% 017s without an answer: asked about'],
  resolved: ['% open question answered by Networks', '% open questions answered by Networks'],
  crewDone: ['% put back by a crew', '% put back by crews'],
  signed: ['% signed by a second person', '% signed by a second person'],
  closed: ['% case closed on proof', '% cases closed on proof'],
  reconciled: [
    'Daily list (603): % line laid against ours',
    'Daily list (603): % lines laid against ours',
  ],
};
const order = Object.keys(words) as readonly Happening[];

/** Told by the quarter of an hour: they come in ones and twos. */
const often = new Set<Happening>([
  'reported',
  'callDone',
  'callCrew',
  'callNoAnswer',
  'callAgain',
  'leftToRun',
  'foundOn',
  'd05Cancelled',
  'd05Unknown',
  'e05TakenOut',
  'crewDone',
  'resolved',
  'signed',
  'closed',
  'confirmed',
  'doubted',
  'released',
  'holdStopped',
  'holdOpen',
]);
const QUARTER = 15 * MINUTE;

/** `20:35`, as a clock in Ireland shows it. */
export function irishTime(at: number): string {
  const { hour, minute } = describeTime(at, at);
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

export function timeline(notes: readonly Note[], width: number): readonly string[] {
  const lines = new Map<string, Map<Happening, number>>();
  for (const { at, what, count } of notes) {
    // Until the end of its quarter, and told before what happens in that minute.
    const when = often.has(what) ? (Math.floor(at / QUARTER) + 1) * QUARTER - 1 : at;
    const key = String(when);
    const found = lines.get(key) ?? new Map<Happening, number>();
    lines.set(key, found.set(what, (found.get(what) ?? 0) + count));
  }
  return [...lines]
    .sort(([one], [other]) => Number(one) - Number(other))
    .flatMap(([key, counts]) => {
      const said = order.flatMap((what) => {
        const count = counts.get(what);
        return count === undefined ? [] : [say(what, count)];
      });
      return wrapped(irishTime(Number(key) + 1), said, width);
    });
}

function say(what: Happening, count: number): string {
  const [one, many] = words[what];
  return (count === 1 || many === '' ? one : many).replace('%', String(count));
}

function wrapped(time: string, parts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  let line = `${time} `;
  for (const [index, part] of parts.entries()) {
    const text = index === parts.length - 1 ? part : `${part};`;
    if (line.trim() !== time && line.length + 1 + text.length > width) {
      lines.push(line);
      line = '      ';
    }
    line += ` ${text}`;
  }
  return [...lines, line];
}
