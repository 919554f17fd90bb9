// The hashes of an entry by the platform's own SHA-256: the formula is the log's.
import { hash } from 'node:crypto';
import { entryHashes } from '../shared/log/hashing.ts';

export const { bodyHash, headHashOf, chainHashOf } = entryHashes({
  ofText: (text) => hash('sha256', text, 'hex'),
  ofHashes: (hashes) => hash('sha256', Buffer.from(hashes.join(''), 'hex'), 'hex'),
});
