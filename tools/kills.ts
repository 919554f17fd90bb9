// `npm run kills -- 200`: the crash test of the real Electron, as many rounds as asked for.
import { programs, runNode } from './commands.ts';

const rounds = Number(process.argv[2] ?? 200);
const args = ['run', '--project', 'shell', 'test/e2e/crash.shell.test.ts'];
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('Say how many kills: npm run kills -- 200\n');
  process.exitCode = 1;
} else if (!(await runNode(programs.vitest, args, { env: { BACKSTOP_KILLS: String(rounds) } }))) {
  process.exitCode = 1;
}
