// An agent that takes one step on real folders and is killed in it, as by a power cut. Run by
// killed.test.ts: its file, its folder, the step, and the moment.
import { webcrypto } from 'node:crypto';
import { Agent } from '../../../gateway/agent/agent.ts';
import { AgentLog } from '../../../gateway/agent/agent-log.ts';
import type { InboxPort, OutboxPort } from '../../../gateway/agent/folder.ts';
import { NodeFolder, REST_MS } from '../../../gateway/agent/node-folder.ts';

const [file = '', root = '', step = '', moment = ''] = process.argv.slice(2);
const now = () => Date.now();
const die = (at: string) => {
  if (at === moment) process.kill(process.pid, 'SIGKILL');
};
/** A look later everything is at rest. */
let looks = 0;
const real = new NodeFolder(root, () => (looks += REST_MS));
await real.waiting(9);
/** The same folders, with death before or after a step of them. */
const folder = new Proxy<OutboxPort & InboxPort>(real, {
  get: (_target, name: keyof OutboxPort | keyof InboxPort) => {
    return async (...words: unknown[]) => {
      die(`before ${name}`);
      const work = real[name] as (...words: unknown[]) => Promise<unknown>;
      const done = await work.apply(real, words);
      die(`after ${name}`);
      return done;
    };
  },
});
const log = new AgentLog(file, {
  now,
  steady: () => performance.now(),
  random: (count) => webcrypto.getRandomValues(new Uint8Array(count)),
});
const agent = new Agent(
  {
    log,
    outbox: folder,
    inbox: folder,
    now,
    after: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
    isCurrent: () => true,
  },
  { operator: 'Agent Dublin', supplier: 'ABC' },
  { recipient: 'ESB', wall: 'utc' },
);
await (step === 'deliver' ? agent.deliver() : agent.hear());
