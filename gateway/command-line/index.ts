// The commands by their names, and the one that the words of a command line mean.
import { fail, ok } from '../../shared/lib/result.ts';
import { agent } from './agent.ts';
import type { Command, Outcome } from './command.ts';
import {
  backupMake,
  deviceList,
  deviceRevoke,
  inviteMake,
  organisationAdd,
  organisationList,
  recover,
} from './journal-commands.ts';
import { serve } from './serve.ts';

export const commands: Readonly<Record<string, Command>> = {
  'organisation add': organisationAdd,
  organisations: organisationList,
  invite: inviteMake,
  devices: deviceList,
  revoke: deviceRevoke,
  backup: backupMake,
  recover,
  agent,
};

export async function runCommandLine(args: readonly string[]): Promise<Outcome> {
  const first = args.findIndex((each) => each.startsWith('-'));
  const words = args.slice(0, first === -1 ? args.length : first);
  if (args.includes('--help') || words[0] === 'help') return ok(help());
  const rest = args.slice(words.length);
  if (words.length === 0) return serve.run(rest);
  const found = Object.hasOwn(commands, words.join(' ')) ? commands[words.join(' ')] : undefined;
  if (found === undefined)
    return fail(`There is no command "${words.join(' ')}"; "npm run gateway -- help" lists them.`);
  return found.run(rest);
}

function help(): readonly string[] {
  return [serve, ...Object.values(commands)].flatMap(({ usage, what }) => [
    `npm run gateway -- ${usage}`,
    `    ${what}`,
  ]);
}
