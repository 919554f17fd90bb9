// The real gateway in a process of its own, on a journal in a real file: what measures it never
// shares its core. Started by `gateway.ts` beside it; it hears three words and answers each.
import { startGateway, sentenceFor } from '../../gateway/index.ts';
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
  } else if (word === 'close') void gateway.close().then(() => process.disconnect());
});
tell({ address: gateway.address });
