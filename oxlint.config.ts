import { defineConfig, type OxlintOverride } from 'oxlint';
import { rooms, targets, type Target } from './tools/import-table.ts';

// One override per room of tools/import-table.ts: whatever the row does not name is refused,
// and the message says where the map stands.
const columns = Object.entries(targets) as [Target, (typeof targets)[Target]][];

const pattern = (path: string) =>
  `**/${path.split('/').slice(1).join('/')}${path.endsWith('.ts') ? '' : '/**'}`;

/** A single file of a refused folder that the row names by itself. */
const excepted = (may: readonly Target[], folder: string) =>
  may
    .flatMap((name) => targets[name].paths ?? [])
    .filter((path) => path.startsWith(`${folder}/`))
    .map((path) => `!${pattern(path)}`);

const refused = (may: readonly Target[], own: string) =>
  columns
    .filter(([name]) => !may.includes(name))
    .flatMap(([name, target]) => {
      const paths = (target.paths ?? [])
        .filter((path) => !own.startsWith(path) && !path.startsWith(own))
        .flatMap((path) => [pattern(path), ...excepted(may, path)]);
      const packages = (target.packages ?? []).flatMap((one) =>
        one.endsWith(':') ? [`${one}*`] : [one, `${one}/*`],
      );
      const group = [...paths, ...packages];
      return group.length === 0
        ? []
        : [{ group, message: `${own} may not import ${name}: see tools/import-table.ts.` }];
    });

// Later overrides win, so the widest rooms come first: `renderer` before `renderer/ui`.
const walls: OxlintOverride[] = rooms
  .toSorted((a, b) => a.path.length - b.path.length)
  .map((room) => ({
    files: room.path.includes('.') ? [room.path] : [`${room.path}/**`, `${room.path}.ts`],
    rules: { 'no-restricted-imports': ['error', { patterns: refused(room.may, room.path) }] },
  }));

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'react', 'import', 'promise'],
  categories: { correctness: 'error', suspicious: 'error' },
  env: { es2024: true },
  options: { typeAware: true },
  ignorePatterns: ['out', 'dist', 'node_modules', 'docs/**/*.html'],
  rules: {
    'no-console': 'error',
    'no-explicit-any': 'error',
    eqeqeq: 'error',
    'react/react-in-jsx-scope': 'off',
    'import/no-unassigned-import': 'off',
    'unicorn/no-array-sort': 'off',
    'unicorn/no-array-reverse': 'off',
    'no-shadow': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'promise/always-return': 'off',
    'no-underscore-dangle': 'off',
    'no-await-in-loop': 'off',
    // A brand (`as Mprn`) is an assertion by intent; the compiler already sees missing returns.
    'typescript/no-unsafe-type-assertion': 'off',
    'typescript/consistent-return': 'off',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    'typescript/switch-exhaustiveness-check': [
      'error',
      { considerDefaultExhaustiveForUnions: true },
    ],
    // References and MPRNs are plain letters and digits.
    'typescript/no-misused-spread': 'off',
    // Our post-message targets are channels and workers, which take no origin.
    'unicorn/require-post-message-target-origin': 'off',
    // The script's rows say `then`; nobody awaits them.
    'unicorn/no-thenable': 'off',
    // TanStack Virtual is told apart by hand; exhaustive-deps already checks effects.
    'react/incompatible-library': 'off',
    'react/exhaustive-effect-dependencies': 'off',
  },
  overrides: [
    ...walls,
    {
      files: ['shared/**'],
      rules: {
        'no-restricted-globals': [
          'error',
          {
            name: 'performance',
            message: 'shared never reads a clock: take `now` as an argument.',
          },
          { name: 'crypto', message: 'shared has no randomness: take it as an argument.' },
          { name: 'setTimeout', message: 'shared has no timers.' },
        ],
        'no-restricted-properties': [
          'error',
          {
            object: 'Date',
            property: 'now',
            message: 'shared never reads a clock: take `now` as an argument.',
          },
          {
            object: 'Math',
            property: 'random',
            message: 'shared has no randomness: take it as an argument.',
          },
        ],
      },
    },
    { files: ['test/**', 'bench/**', 'tools/**'], rules: { 'no-console': 'off' } },
  ],
});
