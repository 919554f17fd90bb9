// The real gateway in a process of its own, on a journal in a real file: what measures it never
// shares its core. Started by `gateway.ts` beside it; it hears three words and answers each.
import { invite } from '../../gateway/calls/enrolment.ts';
import { startGateway, sentenceFor } from '../../gateway/index.ts';
import { must } from '../../shared/lib/check.ts';
import { hashOfToken } from '../../gateway/secrets.ts';
import type { Setup, Told } from './gateway.ts';

const setup = JSON.parse(process.argv[2] ?? '{}') as Setup;
const started = await startGateway({ port: 0, page: setup.page, data: setup.data });
if (!started.ok) throw new Error(sentenceFor(started.error));
const gateway = started.value;
const { journal } = gateway;
journal.write(() => {
  for (const id of ['ABC', 'ESB'])
    journal.addOrganisation({ id, name: `${id} Ltd`, isNetworks: id === 'ESB' });
  for (const { id, token } of setup.devices)
    journal.putDevice(
      { id, organisation: 'ABC', role: 'operator', enrolledAt: Date.now(), revokedAt: null },
      hashOfToken(token),
    );
});

const tell = (told: Told) => process.send?.(told);
process.on('message', (word) => {
  if (word === 'cpu') {
    const { user, system } = process.cpuUsage();
    tell({ cpuMs: (user + system) / 1000 });
  } else if (word === 'invite') {
    const own = must(journal.organisation('ABC'), 'it was put a moment ago');
    const made = invite(journal, own, 'operator', { now: Date.now() });
    if (made.ok) tell({ code: made.value.code });
  } else if (word === 'close') void gateway.close().then(() => process.disconnect());
});
// Whoever measures is gone: so are we.
process.on('disconnect', () => process.exit());
tell({ address: gateway.address });
