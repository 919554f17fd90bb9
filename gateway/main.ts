// `npm run gateway`: the web console by itself. Standard output gets the address, standard error
// one JSON line per request.
import { parseArgs } from 'node:util';
import { usualFolder } from './data-folder.ts';
import { sentenceFor, startGateway } from './index.ts';

const { values } = parseArgs({ options: { 'config-folder': { type: 'string' } } });
const configurationFolder = values['config-folder'];

const started = await startGateway({
  data: usualFolder(),
  ...(configurationFolder === undefined ? {} : { configurationFolder }),
  log: (line) => {
    process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
  },
});

if (started.ok) {
  process.stdout.write(`Backstop is at ${started.value.address} (Ctrl+C stops it).\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void started.value.close());
  }
} else {
  process.stderr.write(`${sentenceFor(started.error)}\n`);
  process.exitCode = 1;
}
