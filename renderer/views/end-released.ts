// One call is written once: what was released about a D05 is told, and proved, by the word that was heard
// of it.
import { endedBy, toldBy } from '../../shared/domain/d05-answered.ts';
import type { D05Answer } from '../../shared/domain/events.ts';
import { fixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { Console } from '../console/console.ts';

/** MPRNs of which something released waits for its proof all the same: the notice says why. */
export async function endReleased(
  console: Console,
  heard: readonly { readonly mprn: string; readonly answer: D05Answer }[],
  by: { readonly person: string; readonly reference?: string },
  fixes: ReadonlyMap<string, FixState>,
): Promise<readonly string[]> {
  const left = new Set<string>();
  const tell = (mprn: string, key: string) =>
    console.run({ do: 'handOver', fixes: [{ mprn, key }], channel: 'phone', ...by });
  for (const { mprn, answer } of heard) {
    const fix = fixes.get(fixSubject(mprn));
    for (const { key } of toldBy(answer, fix)) await tell(mprn, key);
    for (const { key, standing } of endedBy(answer, fix)) {
      if (standing === 'released') await tell(mprn, key);
      const done = await console.run({ do: 'proveFix', by: 'namedPerson', mprn, key, ...by });
      if (!done.ok) left.add(mprn);
    }
  }
  return [...left];
}
