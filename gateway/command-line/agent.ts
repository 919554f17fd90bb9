// `npm run gateway -- agent`: a participant without a screen, until it is told to stop.
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import { fail, ok } from '../../shared/lib/result.ts';
import { readAddress } from '../../main/gateway-address.ts';
import { administratorFolders, readAdministratorFile } from '../administrator-file.ts';
import { startAgent } from '../agent/start.ts';
import { command, whole } from './command.ts';

const text = v.pipe(v.string(), v.minLength(1));
const program = fileURLToPath(new URL('../..', import.meta.url));

function say(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
}

export const agent = command({
  usage:
    'agent --gateway URL --code CODE --folder FOLDER --data FOLDER [--recipient ESB] [--wall utc|irish] [--name NAME] [--holds-port PORT] [--config-folder FOLDER]',
  what: 'Delivers released back-fixes to EMMA’s folders and brings the market’s answers, until it is stopped.',
  options: {
    gateway: { type: 'string' },
    code: { type: 'string' },
    folder: { type: 'string' },
    data: { type: 'string' },
    recipient: { type: 'string' },
    wall: { type: 'string' },
    name: { type: 'string' },
    'holds-port': { type: 'string' },
    'config-folder': { type: 'string' },
  },
  schema: v.object({
    gateway: v.optional(
      v.pipe(
        text,
        v.check((typed) => readAddress(typed).ok),
      ),
    ),
    code: v.optional(v.pipe(text, v.maxLength(60))),
    folder: text,
    data: text,
    recipient: v.optional(v.pipe(v.string(), v.regex(/^[!-~]{3}$/))),
    wall: v.optional(v.picklist(['utc', 'irish'])),
    name: v.optional(v.pipe(text, v.maxLength(100))),
    'holds-port': v.optional(whole(1, 65535)),
    'config-folder': v.optional(text),
  }),
  wants: {
    gateway: 'the gateway’s address: https, or http on this machine',
    code: 'a one-time code of the role agent',
    folder: 'the folder that EMMA reads and writes',
    data: 'a folder of the agent’s own',
    recipient: 'a market participant’s id of three characters',
    wall: 'utc or irish: the clock that the market’s times show',
    name: 'a name for the consoles, such as "Dublin"',
    'holds-port': 'a free port of this machine, for the hold list',
  },
  async run(values) {
    const { gateway, code = null, name = null, 'holds-port': holdsPort = null } = values;
    const { folder, data, recipient, wall, 'config-folder': configuration } = values;
    const { administrator, problems } = await readAdministratorFile(
      configuration === undefined
        ? administratorFolders({
            platform: process.platform,
            programData: process.env['ProgramData'],
            beside: program,
          })
        : [configuration],
    );
    for (const problem of problems)
      if (problem.code === 'administratorFileInvalid')
        say(`The administrator’s file ${problem.where} is not used: ${problem.what}.`);
    const address = gateway === undefined ? null : readAddress(gateway);
    const started = await startAgent({
      folder,
      data,
      recipient,
      wall,
      laid: administrator?.market ?? null,
      code,
      name,
      holdsPort,
      address: address?.ok === true ? address.value : null,
      onLine: say,
    });
    if (!started.ok) return fail(started.error);
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      // A gateway that does not answer is not waited for: what is here is on disk.
      process.once(signal, () => void started.value.stop().then(() => process.exit()));
    return ok([`The agent ${started.value.device} is at work (Ctrl+C stops it).`]);
  },
});
