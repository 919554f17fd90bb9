// What runs inside the peers' page, served by their server: each fills a new database of its own. It
// is a page apart because RxDB brings another Dexie, and one page bears only one.
import indexeddb from 'pouchdb-adapter-indexeddb';
import { getRxStorageDexie } from 'rxdb/plugins/storage-dexie';
import { pouchDown, preparePouch } from './pouch.ts';
import { rxDown } from './rx.ts';

async function pouch(count: number): Promise<number> {
  preparePouch(indexeddb);
  return pouchDown(location.origin, 'indexeddb', count);
}

/** Dexie as we open it: what is said to be stored is on disk. */
async function rx(count: number): Promise<number> {
  const storage = getRxStorageDexie({ chromeTransactionDurability: 'strict' });
  return rxDown(location.origin, storage, count);
}

const peerLab = { pouch, rx };

declare global {
  interface Window {
    peerLab: typeof peerLab;
  }
}
window.peerLab = peerLab;
