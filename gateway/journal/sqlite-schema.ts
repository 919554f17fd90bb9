// The tables of the SQLite journal and the rows they hold. STRICT tables keep the types; what is
// read is decoded all the same, except the texts of entries, which are read by the thousand.
import * as v from 'valibot';
import { roleSchema } from '../../shared/sync/calls.ts';

/** Places of a chain are this far from those of the next one: no chain is as long. */
export const CHAIN = 2 ** 32;

/** Kept in the file; a journal with a larger number was written by a newer gateway. */
export const SCHEMA = 3;

/** The tables of the first version; a new file goes through every version after it. */
export const firstTables = `
  CREATE TABLE entries (
    place INTEGER PRIMARY KEY,
    device TEXT NOT NULL, seq INTEGER NOT NULL,
    prev TEXT NOT NULL, headHash TEXT NOT NULL, hash TEXT NOT NULL,
    subject TEXT, head TEXT, body TEXT, refused TEXT,
    UNIQUE (device, seq)
  ) STRICT;
  CREATE INDEX entriesOfSubject ON entries (subject) WHERE subject IS NOT NULL;
  CREATE TABLE feeds (
    organisation TEXT NOT NULL, number INTEGER NOT NULL, device TEXT NOT NULL,
    place INTEGER NOT NULL REFERENCES entries (place), mark TEXT NOT NULL,
    PRIMARY KEY (organisation, number)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE audiences (
    subject TEXT NOT NULL, organisation TEXT NOT NULL, rank INTEGER NOT NULL,
    PRIMARY KEY (subject, organisation)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE chains (
    device TEXT PRIMARY KEY, seq INTEGER NOT NULL, hash TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE organisations (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, isNetworks INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE devices (
    id TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL, tokenHash TEXT NOT NULL UNIQUE,
    enrolledAt INTEGER NOT NULL, revokedAt INTEGER, lastSeenAt INTEGER
  ) STRICT;
  CREATE TABLE invites (
    codeHash TEXT PRIMARY KEY, organisation TEXT NOT NULL REFERENCES organisations (id),
    role TEXT NOT NULL, expiresAt INTEGER NOT NULL
  ) STRICT;
`;

/** What each later version adds to the one before. */
export const upgrades: Readonly<Record<number, string>> = {
  2: 'CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;',
  // A chain is known by its number; an entry's place is its chain's number times 2^32 and its seq. Of
  // its hashes only the one is kept that the others follow from. What lies side by side in a feed,
  // of one chain and written in one go, is one row of it: number `first` is the entry at `place`, and
  // so on to `last`. Half is written of what was.
  3: `
    ALTER TABLE chains RENAME TO chainsBefore;
    CREATE TABLE chains (
      number INTEGER PRIMARY KEY, device TEXT NOT NULL UNIQUE,
      seq INTEGER NOT NULL, hash TEXT NOT NULL
    ) STRICT;
    INSERT INTO chains (device, seq, hash) SELECT device, seq, hash FROM chainsBefore;
    ALTER TABLE feeds RENAME TO feedsBefore;
    ALTER TABLE entries RENAME TO entriesBefore;
    DROP INDEX entriesOfSubject;
    CREATE TABLE entries (
      place INTEGER PRIMARY KEY, prev TEXT NOT NULL,
      headHash TEXT, subject TEXT, head TEXT, body TEXT, refused TEXT
    ) STRICT;
    INSERT INTO entries (place, prev, headHash, subject, head, body, refused)
      SELECT c.number * ${CHAIN} + e.seq, e.prev, iif(e.head IS NULL, e.headHash, NULL),
             e.subject, e.head, e.body, e.refused
      FROM entriesBefore e JOIN chains c ON c.device = e.device ORDER BY 1;
    CREATE INDEX entriesOfSubject ON entries (subject) WHERE subject IS NOT NULL;
    CREATE TABLE feeds (
      organisation TEXT NOT NULL, last INTEGER NOT NULL, first INTEGER NOT NULL,
      place INTEGER NOT NULL REFERENCES entries (place), mark TEXT NOT NULL,
      PRIMARY KEY (organisation, last)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO feeds (organisation, last, first, place, mark)
      SELECT f.organisation, f.number, f.number, c.number * ${CHAIN} + e.seq, f.mark
      FROM feedsBefore f JOIN entriesBefore e ON e.place = f.place
      JOIN chains c ON c.device = e.device;
    DROP TABLE feedsBefore; DROP TABLE entriesBefore; DROP TABLE chainsBefore;
  `,
};

export const chainRow = v.object({ number: v.number(), seq: v.number(), hash: v.string() });
export const feedEndRow = v.object({ last: v.number(), mark: v.string() });
export const stretchRow = v.object({
  first: v.number(),
  last: v.number(),
  place: v.number(),
  mark: v.string(),
});
export const organisationRow = v.object({
  id: v.string(),
  name: v.string(),
  isNetworks: v.number(),
});
export const deviceRow = v.object({
  id: v.string(),
  organisation: v.string(),
  role: roleSchema,
  enrolledAt: v.number(),
  revokedAt: v.nullable(v.number()),
});
export const inviteRow = v.object({
  codeHash: v.string(),
  organisation: v.string(),
  role: roleSchema,
  expiresAt: v.number(),
});
