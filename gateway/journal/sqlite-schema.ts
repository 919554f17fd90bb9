// The tables of the SQLite journal and the rows they hold. STRICT tables keep the types; what is
// read is decoded all the same, except the texts of entries, which are read by the thousand.
import * as v from 'valibot';
import { roleSchema } from '../../shared/sync/calls.ts';

/** Kept in the file; a journal with a larger number was written by a newer gateway. */
export const SCHEMA = 2;

export const tables = `
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
};

export const chainRow = v.object({ seq: v.number(), hash: v.string() });
export const feedEndRow = v.object({ number: v.number(), mark: v.string() });
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
