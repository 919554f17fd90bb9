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
  /** What may run at the same time as another part, of this step or of the one beside it. */
  readonly parts: readonly (() => Promise<Outcome>)[];
  /** Steps that make no sense when this one failed. */
  readonly neededBy?: readonly string[];
  /** Runs beside the step before it: both wait for a program on the screen more than they work. */
  readonly beside?: true;
}

/** So many parts at once, and of so many the page tier is made: whoever is free takes the next. */
const LANES = 2;
const PAGE_PARTS = 8;

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
    parts: [() => check(runNode(programs.oxfmt, ['--check']))],
  },
  { name: 'lint', parts: [() => check(runNode(programs.oxlint, []))] },
  {
    name: 'types',
    parts: [
      async () => {
        let holds = true;
        for (const project of ['shared', 'renderer', '.']) {
          if (!(await runNode(programs.tsc, ['-p', project]))) holds = false;
        }
        return check(Promise.resolve(holds));
      },
    ],
  },
  { name: 'build', parts: [() => check(ensureBuild())], neededBy: ['page', 'shell'] },
  { name: 'rules', parts: [() => tier('rules')] },
  // The shell first: it is one part.
  { name: 'shell', parts: [() => tier('shell')] },
  { name: 'page', parts: pageParts(), beside: true },
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

/** Files of the page tier by turns; those that were asked for by name in one part. */
function pageParts(): readonly (() => Promise<Outcome>)[] {
  if (positionals.length > 0) return [() => tier('page')];
  return Array.from(
    { length: PAGE_PARTS },
    (_, part) => () => tier('page', `--shard=${part + 1}/${PAGE_PARTS}`),
  );
}

/** Runs one Vitest project and counts. A tier that broke before or beside its tests is a failure. */
async function tier(project: string, ...more: readonly string[]): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'backstop-results-'));
  const file = join(folder, `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  const well = await runNode(programs.vitest, [
    'run',
    '--project',
    project,
    ...reporters,
    ...more,
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

const needed = new Set([values.only]);
// Once and first: two parts that find it old would build it both.
if (values.only === 'page' || values.only === 'shell') needed.add('build');
const chosen = steps.filter(({ name }) => values.only === undefined || needed.has(name));
if (chosen.length === 0) {
  console.error(`--only takes one of: ${steps.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const rows: string[] = [];
const sum = { passed: 0, failed: 0, skipped: [] as string[], faults: [] as string[] };
const pointless = new Set<string>();

function batchesOf(all: readonly Step[]): readonly (readonly Step[])[] {
  const batches: Step[][] = [];
  for (const step of all) {
    const last = batches.at(-1);
    if (step.beside === true && last !== undefined) last.push(step);
    else batches.push([step]);
  }
  return batches;
}

async function runBatch(batch: readonly Step[]): Promise<void> {
  const runs = batch.flatMap((step) => {
    if (!pointless.has(step.name)) return [new Run(step)];
    rows.push(`${step.name.padEnd(8)} not run: it needs the step that failed`);
    return [];
  });
  const waiting = runs.flatMap((run) => run.step.parts.map((part) => () => run.does(part)));
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await next();
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

/** A step while its parts run; the last one that ends says how it went. */
class Run {
  readonly step: Step;
  #startedAt: number | null = null;
  #left: number;
  readonly #outcomes: Outcome[] = [];

  constructor(step: Step) {
    this.step = step;
    this.#left = step.parts.length;
  }

  async does(part: () => Promise<Outcome>): Promise<void> {
    if (this.#startedAt === null) console.log(`\n── ${this.step.name}`);
    this.#startedAt ??= performance.now();
    const outcome = await part().catch((error: unknown): Outcome => {
      console.error(error);
      return { passed: 0, failed: 1, skipped: [] };
    });
    this.#outcomes.push(outcome);
    this.#left -= 1;
    if (this.#left === 0) this.#ended(performance.now() - this.#startedAt);
  }

  #ended(ms: number): void {
    const { name, neededBy = [] } = this.step;
    const total = (of: (each: Outcome) => number) =>
      this.#outcomes.reduce((all, each) => all + of(each), 0);
    const passed = total((each) => each.passed);
    const failed = total((each) => each.failed);
    const skipped = this.#outcomes.flatMap((each) => each.skipped);
    const seconds = (ms / 1000).toFixed(1).padStart(6);
    const counts =
      passed + skipped.length > 0
        ? `  ${passed} passed, ${failed} failed, ${skipped.length} skipped`
        : '';
    rows.push(`${name.padEnd(8)} ${failed === 0 ? 'ok    ' : 'FAILED'} ${seconds} s${counts}`);
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped.push(...skipped);
    sum.faults.push(...this.#outcomes.flatMap(({ faults = [] }) => faults));
    if (failed > 0) for (const each of neededBy) pointless.add(each);
  }
}

for (const batch of batchesOf(chosen)) await runBatch(batch);
console.log(`\n${rows.join('\n')}\n`);
if (sum.faults.length > 0) console.log(`${sum.faults.join('\n\n')}\n`);
/** Whoever reads the sum learns what it does not speak for. */
const NAMED = 8;
const names = [...new Set(sum.skipped)];
const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
const leftOut = names.length === 0 ? '' : ` (${names.slice(0, NAMED).join(', ')}${more})`;
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped.length} skipped${leftOut}`);
process.exitCode = sum.failed === 0 ? 0 : 1;
