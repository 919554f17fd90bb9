// What stands beside the cases: holds on disconnections, back-fixes that were released, the ways by
// which they leave, and the market's days. Few when there are any, so they are read from the log again
// when something of them was written, and kept.
import { isChannelSubject, type ChannelState } from '../../shared/domain/channel.ts';
import { isDailySubject, type DailyState } from '../../shared/domain/daily.ts';
import { isFixSubject, type FixState } from '../../shared/domain/fix.ts';
import type { GuardState } from '../../shared/domain/guard.ts';
import type { Store } from '../store/ports.ts';

export interface BesideCases {
  readonly guards: readonly GuardState[];
  /** Ways out of the house, as far as anybody spoke of them. */
  readonly channels: readonly ChannelState[];
  /** Daily counts and lists of the market, the oldest day first. */
  readonly dailies: readonly DailyState[];
  /** By subject, `fix:<mprn>`. */
  readonly fixes: ReadonlyMap<string, FixState>;
}

export const nothingBeside: BesideCases = {
  guards: [],
  channels: [],
  dailies: [],
  fixes: new Map(),
};

/** More than so many customers at once, and all are read: one walk is quicker than many. */
const ONE_BY_ONE = 50;

export class Beside {
  readonly #read: <R>(work: (store: Store) => Promise<R>, otherwise: R) => Promise<R>;
  readonly #changed: (to: BesideCases) => void;
  #now = nothingBeside;
  /** Of two reads that overlap the later one stands. */
  #reads = 0;
  /** Subjects of reads that were overtaken, `null` for all: what they would have read is read anew. */
  #owed: Set<string> | null = new Set();

  constructor(
    read: <R>(work: (store: Store) => Promise<R>, otherwise: R) => Promise<R>,
    changed: (to: BesideCases) => void,
  ) {
    this.#read = read;
    this.#changed = changed;
  }

  /** Reads what these subjects are about, everything for `null`. */
  async wrote(subjects: readonly string[] | null): Promise<void> {
    const fixes = subjects === null ? null : subjects.filter(isFixSubject);
    const isOther = (each: string) =>
      each.startsWith('guard:') || isChannelSubject(each) || isDailySubject(each);
    if (fixes?.length === 0 && !subjects?.some(isOther)) return;
    if (fixes === null) this.#owed = null;
    else for (const each of fixes) this.#owed?.add(each);
    const read = (this.#reads += 1);
    const owed = this.#owed === null || this.#owed.size > ONE_BY_ONE ? null : [...this.#owed];
    const [guards, channels, dailies, found] = await Promise.all([
      this.#read((store) => store.guards(), this.#now.guards),
      this.#read((store) => store.channels(), this.#now.channels),
      this.#read((store) => store.dailies(), this.#now.dailies),
      owed?.length === 0
        ? []
        : this.#read<readonly FixState[] | null>((store) => store.fixes(owed), null),
    ]);
    if (read !== this.#reads || found === null) return;
    this.#owed = new Set();
    const kept = owed === null ? [] : [...this.#now.fixes];
    const fresh = found.map((each) => [each.subject, each] as const);
    this.#now = { guards, channels, dailies, fixes: new Map([...kept, ...fresh]) };
    this.#changed(this.#now);
  }
}
