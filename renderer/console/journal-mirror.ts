// Every batch goes to the journal on disk as well, in the desktop app: the entries that come after
// the last one the host has, in order, until nothing is left. Never in the way of the person.
import type { Bridge, World } from '../../shared/bridge.ts';
import * as v from 'valibot';
import { decodeJson } from '../../shared/lib/decode.ts';
import type { Entry } from '../../shared/log/entry.ts';

export interface MirrorState {
  readonly path: string | null;
  readonly lastSeq: number;
  /** `differs`: the file goes on otherwise than this database, and nothing is written behind that. */
  readonly trouble: 'notWritable' | 'full' | 'gap' | 'differs' | null;
}

export interface MirrorPorts {
  readonly bridge: Pick<Bridge, 'journalState' | 'appendJournal' | 'readJournal'>;
  readonly entriesAfter: (device: string, seq: number, limit: number) => Promise<readonly Entry[]>;
  readonly onChange: (state: MirrorState) => void;
}

const BATCH = 200;
/** Signs of one call; a single entry may have more, up to what the bridge takes of a line. */
const MOST_SIGNS = 4_000_000;

export class JournalMirror {
  readonly #ports: MirrorPorts;
  readonly #world: World;
  readonly #device: string;
  #state: MirrorState = { path: null, lastSeq: 0, trouble: null };
  #running: Promise<void> | null = null;
  #again = false;
  /** Looked at once: from then on only we write into it. */
  #isOurs = false;

  constructor(world: World, device: string, ports: MirrorPorts) {
    this.#world = world;
    this.#device = device;
    this.#ports = ports;
  }

  /** Copies what is missing; calls while it runs make it look once more. */
  catchUp(): Promise<void> {
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run()
      .catch(() => {
        // The host refused the call, or is gone: the file did not get it, and that is said.
        this.#set({ ...this.#state, trouble: 'notWritable' });
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }

  async #run(): Promise<void> {
    const at = await this.#ports.bridge.journalState({ world: this.#world, device: this.#device });
    if (!at.ok) return this.#set({ path: null, lastSeq: at.lastSeq, trouble: at.reason });
    if (!this.#isOurs && !(await this.#endsLikeOurs(at.state.lastSeq)))
      return this.#set({ path: at.state.path, lastSeq: at.state.lastSeq, trouble: 'differs' });
    this.#isOurs = true;
    this.#set({ path: at.state.path, lastSeq: at.state.lastSeq, trouble: null });
    do {
      this.#again = false;
      while (await this.#batch());
    } while (this.#again);
  }

  /** Whether the file's last line is the entry that this database has there. */
  async #endsLikeOurs(lastSeq: number): Promise<boolean> {
    if (lastSeq === 0) return true;
    const { bridge, entriesAfter } = this.#ports;
    const [entry] = await entriesAfter(this.#device, lastSeq - 1, 1);
    const after = lastSeq - 1;
    const read = await bridge.readJournal({ world: this.#world, device: this.#device, after });
    if (entry?.seq !== lastSeq || !read.ok) return entry?.seq === lastSeq;
    const line = decodeJson(v.object({ hash: v.string() }), read.lines[0] ?? '');
    return line.ok && line.value.hash === entry.hash;
  }

  async #batch(): Promise<boolean> {
    const entries = await this.#ports.entriesAfter(this.#device, this.#state.lastSeq, BATCH);
    const first = entries[0];
    if (first === undefined) return false;
    const lines = upTo(
      MOST_SIGNS,
      entries.map((entry) =>
        JSON.stringify({
          seq: entry.seq,
          prev: entry.prev,
          hash: entry.hash,
          head: entry.head,
          body: entry.body,
        }),
      ),
    );
    const reply = await this.#ports.bridge.appendJournal({
      world: this.#world,
      device: this.#device,
      firstSeq: first.seq,
      lines,
    });
    if (!reply.ok) {
      this.#set({ ...this.#state, trouble: reply.reason });
      return false;
    }
    this.#set({ path: reply.state.path, lastSeq: reply.state.lastSeq, trouble: null });
    return true;
  }

  #set(state: MirrorState): void {
    this.#state = state;
    this.#ports.onChange(state);
  }
}

/** The first lines that together have no more signs than that, and at least one. */
function upTo(most: number, lines: readonly string[]): string[] {
  let signs = 0;
  const end = lines.findIndex((line, index) => (signs += line.length) > most && index > 0);
  return end < 0 ? [...lines] : lines.slice(0, end);
}
