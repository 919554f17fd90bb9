// `npm run gateway` with no command: serves, until it is told to stop. Standard output gets the
// address, standard error one JSON line per request.
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { fail, ok, type Result } from '../../shared/lib/result.ts';
import { usualFolder } from '../data-folder.ts';
import { sentenceFor, startGateway } from '../index.ts';
import { command } from './command.ts';

const address = v.pipe(
  v.string(),
  v.regex(/^(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):\d{1,5}$/),
  v.transform((text) => ({
    host: text.slice(0, text.lastIndexOf(':')).replaceAll(/[[\]]/g, ''),
    port: Number(text.slice(text.lastIndexOf(':') + 1)),
  })),
  v.check(({ port }) => port < 65_536),
);
const text = v.pipe(v.string(), v.minLength(1));
const name = v.pipe(v.string(), v.regex(/^[A-Za-z0-9.-]+(:\d{1,5})?$/), v.maxLength(253));

export const serve = command({
  usage:
    '[--data FOLDER] [--listen HOST:PORT] [--name HOSTNAME …] [--tls-cert FILE --tls-key FILE] ' +
    '[--plain-http-behind-a-proxy] [--metrics-anywhere] [--config-folder FOLDER] [--page FOLDER]',
  what: 'Serves the page and the calls until it is stopped.',
  options: {
    data: { type: 'string' },
    listen: { type: 'string' },
    name: { type: 'string', multiple: true },
    'tls-cert': { type: 'string' },
    'tls-key': { type: 'string' },
    'plain-http-behind-a-proxy': { type: 'boolean' },
    'metrics-anywhere': { type: 'boolean' },
    'config-folder': { type: 'string' },
    page: { type: 'string' },
  },
  schema: v.object({
    data: v.optional(text),
    listen: v.optional(address),
    name: v.optional(v.array(name), []),
    'tls-cert': v.optional(text),
    'tls-key': v.optional(text),
    'plain-http-behind-a-proxy': v.optional(v.boolean(), false),
    'metrics-anywhere': v.optional(v.boolean(), false),
    'config-folder': v.optional(text),
    page: v.optional(text),
  }),
  wants: {
    listen: 'an address and a port, such as 0.0.0.0:4375 or [::]:443',
    name: 'a host name, such as backstop.example (behind a proxy perhaps with its port)',
  },
  async run(values) {
    const tls = readTls(values['tls-cert'], values['tls-key']);
    if (!tls.ok) return tls;
    const isBehindProxy = values['plain-http-behind-a-proxy'];
    if (isBehindProxy && tls.value !== null)
      return fail('Either this gateway has TLS or the proxy in front of it: give one of the two.');
    const started = await startGateway({
      data: values.data ?? usualFolder(),
      ...values.listen,
      names: values.name,
      ...(tls.value === null ? {} : { tls: tls.value }),
      isBehindProxy,
      areMetricsAnywhere: values['metrics-anywhere'],
      ...(values['config-folder'] === undefined
        ? {}
        : { configurationFolder: values['config-folder'] }),
      ...(values.page === undefined ? {} : { page: values.page }),
      log: (line) => {
        process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), ...line })}\n`);
      },
    });
    if (!started.ok) return fail(sentenceFor(started.error));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void started.value.close());
    }
    return ok([`Backstop is at ${started.value.address} (Ctrl+C stops it).`]);
  },
});

function readTls(
  cert: string | undefined,
  key: string | undefined,
): Result<{ readonly cert: string; readonly key: string } | null, string> {
  if (cert === undefined && key === undefined) return ok(null);
  if (cert === undefined || key === undefined)
    return fail('TLS wants both: --tls-cert FILE and --tls-key FILE.');
  const texts: string[] = [];
  for (const file of [cert, key]) {
    try {
      texts.push(readFileSync(file, 'utf8'));
    } catch {
      return fail(`${file} cannot be read: is it there, and may the gateway’s account read it?`);
    }
  }
  return ok({ cert: texts[0] ?? '', key: texts[1] ?? '' });
}
