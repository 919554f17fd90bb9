// The peers' servers in a process of their own, as our gateway is in one.
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { servePouch } from './pouch-server.ts';
import { serveRx } from './rx-server.ts';

const [folder = '', page = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const app = fastify({ bodyLimit: 64 * 1024 * 1024 });
servePouch(app, join(folder, 'pouch'));
serveRx(app, join(folder, 'rx.sqlite'));
if (page !== '') await app.register(fastifyStatic, { root: page });
const address = await app.listen({ host: '127.0.0.1', port: 0 });
process.on('message', () => void app.close().then(() => process.disconnect()));
// Whoever measures is gone: so are we.
process.on('disconnect', () => process.exit());
process.send?.({ address });
