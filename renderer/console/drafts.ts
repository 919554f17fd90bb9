// What somebody has typed and not yet saved, by field: kept beside the log at every keystroke.
import type { Store } from '../store/ports.ts';

const TYPED_AT = '@typed';

export class Drafts {
  readonly #store: Pick<Store, 'keep' | 'kept'>;
  readonly #texts = new Map<string, string>();

  constructor(store: Pick<Store, 'keep' | 'kept'>) {
    this.#store = store;
  }

  async load(): Promise<void> {
    const kept = await this.#store.kept('drafts');
    if (!(kept instanceof Object)) return;
    for (const [key, text] of Object.entries(kept)) this.#texts.set(key, String(text));
  }

  read(key: string): string {
    return this.#texts.get(key) ?? '';
  }

  /** Whether anything lies typed under this beginning of a key. */
  hasAny(prefix: string): boolean {
    return [...this.#texts.keys()].some((key) => key.startsWith(prefix));
  }

  /** When it was last typed, UTC ms: `+20` means from then, whenever it is saved. */
  typedAt(key: string): number | null {
    const at = this.#texts.get(key + TYPED_AT);
    return at === undefined ? null : Number(at);
  }

  write(key: string, text: string, now: number): void {
    if (text === '') {
      this.#texts.delete(key);
      this.#texts.delete(key + TYPED_AT);
    } else {
      this.#texts.set(key, text);
      this.#texts.set(key + TYPED_AT, String(now));
    }
    this.#keep();
  }

  drop(prefix: string): void {
    for (const key of this.#texts.keys()) {
      if (key.startsWith(prefix)) this.#texts.delete(key);
    }
    this.#keep();
  }

  #keep(): void {
    // A draft that cannot be kept is still on the screen: the store's trouble is said elsewhere.
    void this.#store.keep('drafts', Object.fromEntries(this.#texts)).catch(() => undefined);
  }
}
