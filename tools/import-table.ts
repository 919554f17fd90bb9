// Who may import whom: the one literal table. The linter's rules (oxlint.config.ts), the
// architecture test and the map in the README are all read from it.

/** What a room's files may name in an import, beside files of their own room. */
export type Target =
  | 'lib'
  | 'log'
  | 'domain'
  | 'market'
  | 'drill'
  | 'sync'
  | 'bridge'
  | 'i18n'
  | 'ui'
  | 'host'
  | 'store'
  | 'files'
  | 'console'
  | 'views'
  | 'electron'
  | 'dexie'
  | 'react'
  | 'administrator'
  | 'folders'
  | 'client'
  | 'sqlite'
  | 'agent'
  | 'sample'
  | 'shellWords'
  | 'node';

export interface Room {
  /** Name of the row. */
  readonly name: string;
  /** Folder or file the row speaks of, from the root; the longest match wins. */
  readonly path: string;
  readonly may: readonly Target[];
  /** npm packages this room alone may name, each with the reason. */
  readonly packages?: Readonly<Record<string, string>>;
}

/** Which folder or package each column stands for. */
export const targets: Readonly<
  Record<Target, { paths?: readonly string[]; packages?: readonly string[] }>
> = {
  lib: { paths: ['shared/lib'] },
  log: { paths: ['shared/log'] },
  domain: { paths: ['shared/domain'] },
  market: { paths: ['shared/market'] },
  drill: { paths: ['shared/drill'] },
  sync: { paths: ['shared/sync'] },
  bridge: { paths: ['shared/bridge.ts'] },
  i18n: { paths: ['renderer/i18n'] },
  ui: { paths: ['renderer/ui'] },
  host: { paths: ['renderer/host'] },
  store: { paths: ['renderer/store'] },
  files: { paths: ['renderer/files'] },
  console: { paths: ['renderer/console.ts', 'renderer/console'] },
  views: { paths: ['renderer/views'] },
  electron: { packages: ['electron'] },
  dexie: { packages: ['dexie'] },
  react: { packages: ['react', 'react-dom', 'react-aria-components', '@tanstack/react-virtual'] },
  sample: { paths: ['renderer/sample'] },
  shellWords: { paths: ['renderer/i18n/words/shell.ts'] },
  administrator: { paths: ['gateway/administrator-file.ts'] },
  folders: { paths: ['main/folders.ts'] },
  client: { paths: ['main/gateway-client.ts', 'main/gateway-address.ts', 'main/enrolments.ts'] },
  sqlite: { paths: ['gateway/journal/sqlite-statements.ts', 'gateway/journal/stored-entry.ts'] },
  agent: { paths: ['gateway/agent'] },
  node: { packages: ['node:'] },
};

export const rooms: readonly Room[] = [
  {
    name: 'shared/lib',
    path: 'shared/lib',
    may: [],
    packages: { valibot: 'schemas without code generation, so they run under our CSP' },
  },
  {
    name: 'shared/log',
    path: 'shared/log',
    may: ['lib'],
    packages: { '@noble/hashes': 'SHA-256 that is synchronous: needed inside a transaction' },
  },
  {
    name: 'shared/domain',
    path: 'shared/domain',
    may: ['lib', 'log'],
    packages: {
      valibot: 'schemas of the events',
      '@internationalized/date':
        'Irish wall-clock times, the missing and the doubled hour included',
    },
  },
  {
    name: 'shared/market',
    path: 'shared/market',
    may: ['lib', 'domain'],
    packages: {
      saxes: 'XML as a strict stream that expands no entities; ISC, no native build',
      valibot: 'the shape of our own JSON',
    },
  },
  { name: 'shared/drill', path: 'shared/drill', may: ['lib', 'log', 'domain', 'market'] },
  {
    name: 'shared/sync',
    path: 'shared/sync',
    may: ['lib', 'log'],
    packages: { valibot: 'schemas of the protocol' },
  },
  {
    name: 'shared/bridge.ts',
    path: 'shared/bridge.ts',
    may: ['lib', 'sync'],
    packages: { valibot: 'a decoder per call' },
  },
  { name: 'preload', path: 'preload', may: ['bridge', 'electron'] },
  {
    name: 'main',
    path: 'main',
    may: ['lib', 'sync', 'bridge', 'administrator', 'shellWords', 'electron', 'node'],
    packages: { valibot: 'decoders of its own small files' },
  },
  { name: 'renderer/host', path: 'renderer/host', may: ['lib', 'sync', 'bridge'] },
  {
    name: 'renderer/store',
    path: 'renderer/store',
    may: ['lib', 'log', 'domain', 'sync', 'dexie'],
  },
  {
    name: 'renderer/console',
    path: 'renderer/console',
    may: ['lib', 'log', 'domain', 'sync', 'bridge', 'store'],
    packages: { valibot: 'decodes the place that was kept' },
  },
  {
    name: 'renderer/files',
    path: 'renderer/files',
    may: ['lib', 'domain', 'market'],
    packages: {
      'read-excel-file': 'workbooks, without eval and without a worker of its own',
      fflate: 'unpacks a workbook with a limit, before anything else looks at it',
    },
  },
  {
    name: 'renderer/views',
    path: 'renderer/views',
    may: [
      'lib',
      'domain',
      'market',
      'drill',
      'sync',
      'bridge',
      'react',
      'ui',
      'i18n',
      'console',
      'files',
      'sample',
    ],
  },
  {
    name: 'renderer/ui',
    path: 'renderer/ui',
    may: ['react'],
    packages: {
      '@fontsource/ibm-plex-sans': 'the face, from our own files',
      '@fontsource/ibm-plex-mono': 'digits that line up',
    },
  },
  {
    name: 'renderer/i18n',
    path: 'renderer/i18n',
    may: ['react'],
    packages: {
      '@internationalized/string': 'plurals',
      '@internationalized/date': 'dates and times as people say them',
    },
  },
  {
    name: 'renderer (start)',
    path: 'renderer',
    may: ['lib', 'bridge', 'i18n', 'ui', 'host', 'store', 'console', 'views', 'react'],
  },
  {
    name: 'gateway',
    path: 'gateway',
    may: ['lib', 'log', 'sync', 'bridge', 'folders', 'client', 'agent', 'node'],
    packages: {
      fastify: 'the HTTP server',
      '@fastify/static': 'serves the built page',
      '@fastify/cookie': 'the browser’s token; MIT, kept by the Fastify team, no native build',
      '@fastify/rate-limit': 'how often who may ask; MIT, kept by the Fastify team',
      'prom-client': 'metrics as Prometheus reads them; Apache-2.0, no native build',
      '@valibot/to-json-schema': 'OpenAPI from the schemas that serve; MIT, valibot’s own',
      valibot: 'decoders of what comes in',
    },
  },
  {
    name: 'gateway/agent',
    path: 'gateway/agent',
    may: ['lib', 'log', 'domain', 'market', 'sync', 'client', 'sqlite', 'node'],
    packages: { valibot: 'decoders of the facts in its file' },
  },
];

/** Rooms whose files are not product code: they may import anything. */
export const free: readonly string[] = [
  'test',
  'bench',
  'tools',
  'out',
  'dist',
  'node_modules',
  'docs',
];

/** The row that a file belongs to. */
export function roomOf(file: string): Room | undefined {
  let found: Room | undefined;
  for (const room of rooms) {
    const inside =
      file === room.path || file.startsWith(room.path + '/') || file.startsWith(room.path + '.');
    if (inside && (found === undefined || room.path.length > found.path.length)) found = room;
  }
  return found;
}
