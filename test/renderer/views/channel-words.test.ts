// What the screen says of an agent's folders, from the agent's own word of them.
import { expect, test } from 'vitest';
import { leftAlone, OF_ONE_FILE } from '../../../shared/domain/agent-stands.ts';
import { agentLabel, troublesOf } from '../../../renderer/views/channel-words.ts';
import { english as words } from '../../../renderer/i18n/words.tsx';
import { evening } from '../../shared/domain/world.ts';

const well = { state: 'ok', since: evening, why: null } as const;
const inbox = (state: 'broken' | 'missing' | 'full' | 'readOnly' | 'slow', why: string) => ({
  outbox: well,
  poisoned: [],
  kept: [],
  keptInAll: 0,
  at: evening,
  inbox: { state, since: evening, why },
});
const said = (...of: Parameters<typeof inbox>) =>
  troublesOf(inbox(...of), evening, words).join('\n');

test('AGENT31: of one entry that stays the other answers come in; of the folder none', () => {
  const [folder, other] = leftAlone;
  const all = 'All other answers come in.';
  expect(said('broken', folder)).toMatch(/^A folder lies in the inbox since .*\. Take it away/);
  expect(said('broken', other)).toMatch(/^Something that is no file lies in the inbox/);
  expect(said('broken', `${OF_ONE_FILE}EACCES`)).toMatch(
    /an error for one file since .* \(EACCES\)/,
  );
  for (const why of [folder, other, `${OF_ONE_FILE}EACCES`]) {
    expect(said('broken', why).endsWith(all)).toBe(true);
    expect(said('broken', why)).not.toContain('No answers');
    const offer = { device: 'd', name: 'Agent Dublin', at: evening, stands: inbox('broken', why) };
    expect(agentLabel(offer, words)).toBe('Agent Dublin (one entry of the inbox unread)');
  }
  expect(said('broken', 'EIO')).toMatch(/an error since .* \(EIO\).* Answers may not come in\.$/);
  for (const state of ['missing', 'full', 'readOnly', 'slow'] as const)
    expect(said(state, 'E')).toMatch(/ No answers come in\.$/);
});
