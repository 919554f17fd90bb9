// `npm run gateway-kills -- 50`: the crash test of the gateway, as many rounds as asked for.
import { programs, runNode } from './commands.ts';

const rounds = Number(process.argv[2] ?? 50);
const args = ['run', '--project', 'rules', 'test/gateway/kills.test.ts'];
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('Say how many kills: npm run gateway-kills -- 50\n');
  process.exitCode = 1;
} else if (!(await runNode(programs.vitest, args, { env: { BACKSTOP_KILLS: String(rounds) } }))) {
  process.exitCode = 1;
}
