// From a released back-fix to a file that EMMA takes. The order is the whole idea: the text is laid
// beside the outbox, where a full disk shows; then the log says that it is about to go; only then one
// rename puts it where EMMA looks; then the log says that it went. Whatever dies in between, the log
// and the two places together say where it is, and nothing is written for what is not released.
import { must } from '../../shared/lib/check.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { waitsFor, type FixState } from '../../shared/domain/fix.ts';
import type { FixItem } from '../../shared/domain/fix-item.ts';
import { parseMprn } from '../../shared/domain/mprn.ts';
import { replayWarnings } from '../../shared/domain/replay-guard.ts';
import { summarise } from '../../shared/domain/summary.ts';
import { orderOfWork, shippedOrder } from '../../shared/domain/triage.ts';
import { make017 } from '../../shared/market/make-017.ts';
import { writeXml } from '../../shared/market/xml.ts';
import type { AgentLog, Author } from './agent-log.ts';
import { isOfAll, type FolderTrouble, type OfFolder, type OutboxPort } from './folder.ts';
import type { Settings } from './settings.ts';
import type { AgentEvent, Keeping } from './status.ts';

export interface DeliveryPorts {
  readonly log: AgentLog;
  readonly outbox: OutboxPort;
  /** As they are now: a desk may say others. */
  readonly settings: () => Settings;
  readonly author: Author;
  /** UTC ms. */
  readonly now: () => number;
  /** Whether the log has what the gateway has: what is released here may be taken back long since. */
  readonly isCurrent: () => boolean;
  readonly onEvent: (event: AgentEvent) => void;
}

export const fileNameOf = (txRefNbr: string): string => `017_${txRefNbr}.xml`;

/** A TxRefNbr comes from a colleague's entry: no more than this may become a path. */
const isName = (txRefNbr: string): boolean => /^[0-9A-Za-z-]{1,36}$/.test(txRefNbr);

export class Delivery {
  readonly #ports: DeliveryPorts;
  readonly #kept = new Map<string, Keeping>();
  #isTidy = false;
  /** Files that may lie ready, because they were about to go: put away once they are not any more. */
  readonly #ready = new Set<string>();

  constructor(ports: DeliveryPorts) {
    this.#ports = ports;
  }

  get kept(): ReadonlyMap<string, Keeping> {
    return this.#kept;
  }

  get isPaused(): boolean {
    return (this.#ports.log.views.channel()?.paused ?? null) !== null;
  }

  /** Everything that can leave now, and what was left half way. The first trouble, if there was one. */
  async pass(): OfFolder<null> {
    const standing = new Set<string>();
    let first: Result<null, FolderTrouble> = ok(null);
    const going = this.#aboutToGo();
    if ([...this.#ready].some((file) => !going.has(file))) this.#isTidy = false;
    if (!this.#isTidy) first = await this.#tidy();
    if (!first.ok) return first;
    for (const mprn of this.#inOrder()) {
      const done = await this.#customer(mprn, standing);
      if (done.ok) continue;
      if (first.ok) first = done;
      if (isOfAll(done.error)) break;
    }
    if (first.ok)
      for (const each of this.#kept.keys()) if (!standing.has(each)) this.#kept.delete(each);
    return first;
  }

  /** Whose messages are ours, as the queue has them: whoever is rung first is sent first. */
  #inOrder(): readonly string[] {
    const { log, now } = this.#ports;
    const ours = log.views.fixes().filter(({ items }) => items.some((each) => this.#isOurs(each)));
    const cases = ours.flatMap(({ mprn }) => {
      const state = log.views.caseOf(mprn);
      return state === undefined ? [] : [{ mprn, summary: summarise(state) }];
    });
    const { order } = orderOfWork(
      cases.map(({ summary }) => summary),
      shippedOrder,
      now(),
    );
    const first = [...order].flatMap((place) => cases[place]?.mprn ?? []);
    return [...new Set([...first, ...ours.map(({ mprn }) => mprn)])];
  }

  /** One after the other, as the plan has them: what comes later waits for what does not get through. */
  async #customer(mprn: string, kept: Set<string>): OfFolder<null> {
    const seen = new Set<string>();
    for (;;) {
      const item = this.#fix(mprn)?.items.find((each) => !seen.has(each.key) && this.#isOurs(each));
      if (item === undefined) return ok(null);
      seen.add(item.key);
      const done =
        item.standing === 'intended'
          ? await this.#finish(mprn, item)
          : await this.#begin(mprn, item);
      if (!done.ok) return done;
      const { txRefNbr } = item;
      if (txRefNbr !== null && this.#kept.has(txRefNbr)) kept.add(txRefNbr);
    }
  }

  #fix(mprn: string): FixState | undefined {
    return this.#ports.log.views.fixOf(mprn);
  }

  #isOurs({ standing, channel, txRefNbr, released, intent }: FixItem): boolean {
    if (channel !== 'emma' || txRefNbr === null) return false;
    const { device } = this.#ports.log;
    // Only who was about to write it knows where it lies.
    if (standing === 'intended') return intent?.device === device;
    return standing === 'released' && released.agent === device;
  }

  async #begin(mprn: string, item: FixItem): OfFolder<null> {
    const { outbox, author, log } = this.#ports;
    const settings = this.#ports.settings();
    const { key } = item;
    const txRefNbr = must(item.txRefNbr, 'a message has one');
    if (!this.#mayGo(mprn, item)) return ok(null);
    if (!isName(txRefNbr)) return this.#keep(txRefNbr, { is: 'badName' });
    const parsed = parseMprn(mprn);
    const made = !parsed.ok
      ? { ok: false as const, error: { code: 'mprn', problem: parsed.error.code } as const }
      : make017({
          mprn: parsed.value.mprn,
          reason: 'E05',
          businessReference: item.businessReference ?? '',
          txRefNbr,
          // Of the release, not of now: written once more it is the same to the last sign.
          at: item.released.at,
          sender: author.supplier,
          recipient: settings.recipient,
        });
    if (!made.ok) return this.#keep(txRefNbr, { is: 'unmade', problem: made.error });
    const file = fileNameOf(txRefNbr);
    // Until it is about to go it is to be put away again: taken back, held, or handed over by somebody
    // else while it was laid ready, or half written.
    const wasTidy = this.#isTidy;
    this.#isTidy = false;
    const staged = await outbox.stage(file, writeXml(made.value, settings.wall));
    if (!staged.ok) return staged;
    // Between the two nothing is awaited: what came in meanwhile counts.
    if (!this.#mayGo(mprn, item)) return ok(null);
    if (!log.act({ do: 'intendFix', mprn, key, file }, author).ok) return ok(null);
    this.#isTidy = wasTidy;
    this.#ready.add(file);
    this.#kept.delete(txRefNbr);
    const sent = await outbox.send(file);
    if (sent.ok) this.#handed(mprn, item, file);
    return sent;
  }

  /** It was about to go when something died: where is it? */
  async #finish(mprn: string, item: FixItem): OfFolder<null> {
    const { outbox, log, author, onEvent } = this.#ports;
    const { key } = item;
    const txRefNbr = must(item.txRefNbr, 'a message has one');
    const file = fileNameOf(txRefNbr);
    const found = isName(txRefNbr) ? await outbox.find(file) : ok('nowhere' as const);
    if (!found.ok) return found;
    // Asked about meanwhile, and perhaps given to somebody else.
    if (found.value !== 'outbox' && !this.#ports.isCurrent()) return ok(null);
    if (found.value === 'nowhere') {
      const doubted = log.act({ do: 'doubtFix', mprn, key, why: 'goneFromOutbox' }, author);
      if (doubted.ok && doubted.value.length > 0) onEvent({ is: 'doubted', txRefNbr });
      return ok(null);
    }
    if (found.value === 'staging') {
      // It died before it went: what has come in since counts as for any other.
      const fix = this.#fix(mprn);
      const now = fix?.items.find((each) => each.key === key);
      if (this.isPaused || fix === undefined || now?.standing !== 'intended') return ok(null);
      if (!this.#isHarmless(mprn, fix, now)) {
        // Decided otherwise by a person meanwhile, it is put away at the next look.
        this.#isTidy = false;
        return ok(null);
      }
      const sent = await outbox.send(file);
      if (!sent.ok) return sent;
    }
    this.#handed(mprn, item, file);
    return ok(null);
  }

  #handed(mprn: string, { key, txRefNbr }: FixItem, file: string): void {
    const { log, author, onEvent } = this.#ports;
    const command = { do: 'handOver', fixes: [{ mprn, key }], channel: 'emma', file } as const;
    const handed = log.act(command, author);
    this.#ready.delete(file);
    if (handed.ok && handed.value.length > 0)
      onEvent({ is: 'handed', txRefNbr: must(txRefNbr, 'a message has one') });
  }

  /** Asked of the log as it stands now. */
  #mayGo(mprn: string, { key, txRefNbr, attempt }: FixItem): boolean {
    const { views } = this.#ports.log;
    const fix = views.fixOf(mprn);
    const item = fix?.items.find((each) => each.key === key);
    if (fix === undefined || item === undefined || this.isPaused) return false;
    if (!this.#ports.isCurrent()) return false;
    if (item.standing !== 'released' || item.attempt !== attempt || item.txRefNbr !== txRefNbr)
      return false;
    return waitsFor(fix, item) === null && this.#isHarmless(mprn, fix, item);
  }

  /** Nothing would be doubled or undone by it, or a person said why it goes all the same; else it is kept. */
  #isHarmless(mprn: string, fix: FixState, item: FixItem): boolean {
    const { views } = this.#ports.log;
    const { txRefNbr, released } = item;
    if (released.despite !== null) return true;
    const warnings = replayWarnings({
      mprn,
      item,
      fix,
      state: views.caseOf(mprn),
      list: views.listOf(mprn),
      requests: views.requestsOf(mprn),
    });
    if (warnings.length > 0) this.#keep(txRefNbr ?? '', { is: 'replay', warnings });
    else this.#kept.delete(txRefNbr ?? '');
    return warnings.length === 0;
  }

  /** Said once, and again when it is another reason. */
  #keep(txRefNbr: string, because: Keeping): Result<null, FolderTrouble> {
    const before = this.#kept.get(txRefNbr);
    this.#kept.set(txRefNbr, because);
    if (JSON.stringify(before) !== JSON.stringify(because))
      this.#ports.onEvent({ is: 'kept', txRefNbr, because });
    return ok(null);
  }

  /** What lies ready and is not about to go was never said to go: after a start, or taken back since. */
  async #tidy(): OfFolder<null> {
    const keep = this.#aboutToGo();
    const done = await this.#ports.outbox.tidy(keep);
    this.#isTidy = done.ok;
    if (!done.ok) return done;
    this.#ready.clear();
    for (const file of keep) this.#ready.add(file);
    return done;
  }

  #aboutToGo(): ReadonlySet<string> {
    const { log } = this.#ports;
    return new Set(
      log.views.fixes().flatMap(({ items }) =>
        items.flatMap(({ standing, txRefNbr, intent }) => {
          const isOurs = intent?.device === log.device;
          return standing === 'intended' && txRefNbr !== null && isOurs
            ? [fileNameOf(txRefNbr)]
            : [];
        }),
      ),
    );
  }
}
