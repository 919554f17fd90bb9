// `npm run gateway [-- command]`: serves the console and its calls, or does one thing with the
// journal. See command-line/.
import { runCommandLine } from './command-line/index.ts';

const outcome = await runCommandLine(process.argv.slice(2));
if (outcome.ok) {
  process.stdout.write(outcome.value.map((line) => `${line}\n`).join(''));
} else {
  process.stderr.write(`${outcome.error}\n`);
  process.exitCode = 1;
}
