// `npm test`: form, lint, types, build, then the three tiers of tests, each once, ending in a table,
// what failed and why once more, and one line of sums. `--only <step>` runs a single step
// (`--only rules`); what follows `--` goes to Vitest (`--only page -- intake`).
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { decodeJson } from '../shared/lib/decode.ts';
import { ensureBuild } from './build.ts';
import { programs, runNode } from './commands.ts';

interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** What was left out, by the ids of its title or by the title. */
  readonly skipped: readonly string[];
  /** What failed: its file, its name and why, to be read at the end of a long print. */
  readonly faults?: readonly string[];
}

interface Step {
  readonly name: string;
  readonly run: () => Promise<Outcome>;
  /** Steps that make no sense when this one failed. */
  readonly neededBy?: readonly string[];
  /** Runs beside the step before it: both wait for a program on the screen more than they work. */
  readonly beside?: true;
}

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' } },
  allowPositionals: true,
});

/** A check has no tests to count: it adds nothing when it holds, and one failure when it does not. */
const check = async (holds: Promise<boolean>): Promise<Outcome> => ({
  passed: 0,
  failed: (await holds) ? 0 : 1,
  skipped: [],
});

const steps: readonly Step[] = [
  {
    name: 'format',
    run: () => check(runNode(programs.oxfmt, ['--check'])),
  },
  { name: 'lint', run: () => check(runNode(programs.oxlint, [])) },
  {
    name: 'types',
    run: async () => {
      let holds = true;
      for (const project of ['shared', 'renderer', '.']) {
        if (!(await runNode(programs.tsc, ['-p', project]))) holds = false;
      }
      return check(Promise.resolve(holds));
    },
  },
  { name: 'build', run: () => check(ensureBuild()), neededBy: ['page', 'shell'] },
  { name: 'rules', run: () => tier('rules') },
  { name: 'page', run: () => tier('page') },
  { name: 'shell', run: () => tier('shell'), beside: true },
];

const resultSchema = v.object({
  success: v.boolean(),
  numPassedTests: v.number(),
  numFailedTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({
          status: v.string(),
          title: v.string(),
          fullName: v.string(),
          failureMessages: v.array(v.string()),
        }),
      ),
    }),
  ),
});

/** Runs one Vitest project and counts. A tier that broke before or beside its tests is a failure. */
async function tier(project: string): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-results-'));
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const well = await runNode(programs.vitest, [
    'run',
    '--project',
    project,
    ...reporters,
    ...positionals,
  ]);
  const text = await readFile(file, 'utf8').catch(() => '');
  await rm(folder, { recursive: true });
  const result = decodeJson(resultSchema, text);
  if (!result.ok) return { passed: 0, failed: 1, skipped: [] };
  const { numPassedTests, numFailedTests, testResults } = result.value;
  const all = testResults.flatMap(({ assertionResults }) => assertionResults);
  return {
    passed: numPassedTests,
    failed: numFailedTests === 0 && !well ? 1 : numFailedTests,
    skipped: all
      .filter(({ status }) => status !== 'passed' && status !== 'failed')
      .map(({ title }) => /^[A-Z]+\d+/.exec(title)?.[0] ?? title),
    faults: testResults.flatMap(faultsOf),
  };
}

/** The most that is repeated of one fault: its head, not its whole difference. */
const TOLD_LINES = 12;

function faultsOf({
  name,
  message,
  assertionResults,
}: v.InferOutput<typeof resultSchema>['testResults'][number]): readonly string[] {
  const file = relative(process.cwd(), name);
  const tests = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => told(`${file} > ${fullName}`, failureMessages));
  // A file that broke beside its tests says so itself.
  return message === '' ? tests : [...tests, told(file, [message])];
}

function told(where: string, reasons: readonly string[]): string {
  const lines = reasons
    .flatMap((reason) => reason.split('\n'))
    .filter((line) => !line.includes('node_modules'));
  const more = lines.length > TOLD_LINES ? ['…'] : [];
  return [where, ...[...lines.slice(0, TOLD_LINES), ...more].map((line) => `  ${line}`)].join('\n');
}

const chosen = steps.filter(({ name }) => values.only === undefined || values.only === name);
if (chosen.length === 0) {
  console.error(`--only takes one of: ${steps.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const rows: string[] = [];
const sum = { passed: 0, failed: 0, skipped: [] as string[], faults: [] as string[] };
const pointless = new Set<string>();
for (const batch of batchesOf(chosen)) await Promise.all(batch.map(run));

function batchesOf(all: readonly Step[]): readonly (readonly Step[])[] {
  const batches: Step[][] = [];
  for (const step of all) {
    const last = batches.at(-1);
    if (step.beside === true && last !== undefined) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

async function run(step: Step): Promise<void> {
  if (pointless.has(step.name)) {
    rows.push(`${step.name.padEnd(8)} not run: it needs the step that failed`);
    return;
  }
  console.log(`\n── ${step.name}`);
  const startedAt = performance.now();
  const outcome = await step.run().catch((error: unknown): Outcome => {
    console.error(error);
    return { passed: 0, failed: 1, skipped: [] };
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
  const { passed, failed, skipped } = outcome;
  const counts =
    passed + skipped.length > 0
      ? `  ${passed} passed, ${failed} failed, ${skipped.length} skipped`
      : '';
  rows.push(`${step.name.padEnd(8)} ${failed === 0 ? 'ok    ' : 'FAILED'} ${seconds} s${counts}`);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped.push(...skipped);
  sum.faults.push(...(outcome.faults ?? []));
  if (failed > 0) for (const name of step.neededBy ?? []) pointless.add(name);
}

console.log(`\n${rows.join('\n')}\n`);
if (sum.faults.length > 0) console.log(`${sum.faults.join('\n\n')}\n`);
/** Whoever reads the sum learns what it does not speak for. */
const NAMED = 8;
const names = [...new Set(sum.skipped)];
const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
const leftOut = names.length === 0 ? '' : ` (${names.slice(0, NAMED).join(', ')}${more})`;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped${leftOut}`);
process.exitCode = sum.failed === 0 ? 0 : 1;
