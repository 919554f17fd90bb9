// The three hashes of an entry as one formula over two primitives. A page hashes synchronously in
// plain JavaScript, because it must inside a transaction; a server takes its platform's own digest,
// which is several times as fast. There is one formula, so the two cannot drift apart.

/** SHA-256 as lower-case hex. */
export interface Sha256 {
  /** Of a text's UTF-8 bytes. */
  readonly ofText: (text: string) => string;
  /** Of the bytes of hashes, one after the other. */
  readonly ofHashes: (hashes: readonly string[]) => string;
}

export interface EntryHashes {
  /** Of a text; of a list, over the hashes of its rows, `#<hash>` standing for a purged one. */
  readonly bodyHash: (body: string | readonly string[]) => string;
  readonly headHashOf: (head: string) => string;
  /** `headHash` is that of a head's text: enough to go on with a chain whose entry is not here. */
  readonly chainHashOf: (prev: string, headHash: string) => string;
}

/** Only a whole hash stands for a row: anything else behind a `#` is a text like any other. */
const purged = /^#[0-9a-f]{64}$/;

export function entryHashes({ ofText, ofHashes }: Sha256): EntryHashes {
  const ofRow = (row: string) => (purged.test(row) ? row.slice(1) : ofText(row));
  return {
    bodyHash: (body) => (typeof body === 'string' ? ofText(body) : ofHashes(body.map(ofRow))),
    headHashOf: ofText,
    chainHashOf: (prev, headHash) => ofHashes([prev, headHash]),
  };
}
