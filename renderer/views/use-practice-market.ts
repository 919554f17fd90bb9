// In practice the market answers by itself, from the moment the mass failure is ended: what waited runs,
// what was handed over is answered, and every answer that is due is taken in like one from a file.
import { useEffect, useRef } from 'react';
import { answersBy, noPlay, takeOver, type Play } from '../../shared/drill/play.ts';
import { subjectOf } from '../../shared/domain/case.ts';
import { judging, knownOf } from '../../shared/domain/judge-answer.ts';
import { mpidOf } from '../console/organisation.ts';
import { useConsole, useSnapshot } from './use-console.ts';

const KEPT = 'practice.market';
const SEED = 1;

export function usePracticeMarket(): void {
  const console = useConsole();
  const snapshot = useSnapshot();
  const { world, incidents, summaries, fixes, requests, now, trouble, operator } = snapshot;
  const ended = incidents.filter(({ endedAt }) => endedAt !== null).at(-1);
  const isOn = world === 'practice' && ended !== undefined && trouble === null && operator !== null;
  const busy = useRef(false);
  const play = useRef<Play | null>(null);
  useEffect(() => {
    if (!isOn || busy.current) return;
    busy.current = true;
    const { endedAt, point, since } = ended;
    const run = async () => {
      const [list, lists] = await Promise.all([console.outstanding(), console.everyOutstanding()]);
      const states = await console.casesOf([
        ...new Set([
          ...summaries.map(({ subject }) => subject),
          ...[...fixes.values()].map(({ mprn }) => `mprn:${mprn}`),
        ]),
      ]);
      if (list === 'unread' || lists === 'unread' || states === 'unread') return;
      play.current ??= ((await console.kept(KEPT)) as Play | undefined) ?? noPlay;
      const next = takeOver(play.current, { list, states, fixes: [...fixes.values()], requests });
      if (next !== play.current) {
        play.current = next;
        await console.keep(KEPT, next);
      }
      const night = { seed: SEED, supplier: mpidOf(snapshot), point, from: since };
      const due = answersBy(next, { ...night, recoveredAt: endedAt ?? now }, now);
      // Closed ones too: who is off after all is heard of.
      const subjects = new Set(due.flatMap(({ mprn }) => (mprn === null ? [] : subjectOf(mprn))));
      const cases = await console.casesOf([...subjects]);
      if (cases === 'unread') return;
      const known = { fixes: fixes.values(), cases, lists, requests };
      const judge = judging(knownOf(known));
      const fresh = due.flatMap((each) => judge(each).heard ?? []);
      if (fresh.length > 0) await console.run({ do: 'hear', answers: fresh });
    };
    void run().finally(() => {
      busy.current = false;
    });
  }, [console, isOn, ended, summaries, fixes, requests, now, snapshot]);
}
