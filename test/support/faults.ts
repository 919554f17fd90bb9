// Faults of a laptop and of ourselves, made inside the page: each function runs there by itself.

declare global {
  interface Window {
    letGoDesk?: () => boolean;
  }
}

/** Another connection whose transaction is kept alive: the console's waits behind it. */
export function holdOpen(name: string): Promise<void> {
  return new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('success', () => {
      const transaction = opening.result.transaction(['entries', 'meta'], 'readwrite');
      let held = true;
      const again = () => {
        if (held) transaction.objectStore('meta').get('tip').addEventListener('success', again);
      };
      again();
      window.letGoDesk = () => {
        const was = held;
        held = false;
        transaction.addEventListener('complete', () => opening.result.close());
        return was;
      };
      resolve();
    });
  });
}

/** Every write says that there is no room, until it is let go; what a full disk really does is the contract's. */
export function noRoom(): void {
  let full = true;
  const check = () => {
    if (full) throw new DOMException('no room', 'QuotaExceededError');
  };
  for (const name of ['put', 'add'] as const) {
    const really = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function write(...args) {
      check();
      return really.apply(this, args);
    };
  }
  window.letGoDesk = () => {
    const was = full;
    full = false;
    return was;
  };
}

/** Nothing of a database comes back any more, until it is let go: a disk with bad places. */
export function noReading(): void {
  let isBad = true;
  const check = () => {
    if (isBad) throw new DOMException('bad place', 'UnknownError');
  };
  for (const prototype of [IDBObjectStore.prototype, IDBIndex.prototype]) {
    for (const name of ['get', 'getAll', 'openCursor', 'openKeyCursor', 'getAllKeys'] as const) {
      const really = prototype[name] as (...args: readonly unknown[]) => unknown;
      Object.defineProperty(prototype, name, {
        value: function read(this: unknown, ...args: readonly unknown[]) {
          check();
          return really.apply(this, [...args]);
        },
      });
    }
  }
  window.letGoDesk = () => {
    const was = isBad;
    isBad = false;
    return was;
  };
}

/** No database of this page can be opened at all. */
export function noOpening(): void {
  IDBFactory.prototype.open = () => {
    throw new DOMException('no way in', 'UnknownError');
  };
}

export function deleteUnder(name: string): Promise<void> {
  return new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase(name);
    for (const end of ['success', 'error', 'blocked'])
      deleting.addEventListener(end, () => resolve());
  });
}

export function countEntries(name: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => reject(opening.error));
    opening.addEventListener('success', () => {
      const database = opening.result;
      if (!database.objectStoreNames.contains('entries')) {
        database.close();
        resolve(0);
        return;
      }
      const count = database.transaction('entries').objectStore('entries').count();
      count.addEventListener('success', () => {
        database.close();
        resolve(count.result);
      });
    });
  });
}

/** What is kept by this name, as text; empty where nothing is. */
export function keptText(of: { readonly name: string; readonly key: string }): Promise<string> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(of.name);
    opening.addEventListener('error', () => reject(opening.error));
    opening.addEventListener('success', () => {
      const database = opening.result;
      const row = database.transaction('meta').objectStore('meta').get(`kept:${of.key}`);
      row.addEventListener('success', () => {
        database.close();
        resolve(JSON.stringify(row.result ?? ''));
      });
    });
  });
}

/** Who wrote, as the heads of all entries say. */
export function namesOfEntries(name: string): Promise<readonly string[]> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(name);
    opening.addEventListener('error', () => reject(opening.error));
    opening.addEventListener('success', () => {
      const database = opening.result;
      const all = database.transaction('entries').objectStore('entries').getAll();
      all.addEventListener('success', () => {
        database.close();
        const heads = (all.result as readonly { readonly head: string }[]).map(
          ({ head }) => JSON.parse(head) as { readonly operator: string },
        );
        resolve([...new Set(heads.map(({ operator }) => operator))]);
      });
    });
  });
}

/** A bug of ours: whatever draws a time from now on throws. */
export function breakScreens(): void {
  Intl.DateTimeFormat.prototype.formatToParts = () => {
    throw new TypeError('a bug');
  };
  Object.defineProperty(Intl.DateTimeFormat.prototype, 'format', {
    get: () => {
      throw new TypeError('a bug');
    },
  });
}
