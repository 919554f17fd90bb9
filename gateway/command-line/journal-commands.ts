// What an administrator does with the journal, while the gateway runs or not: each command opens the
// file for itself, does one thing and goes.
import { chmodSync, existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { must } from '../../shared/lib/check.ts';
import { fail, ok } from '../../shared/lib/result.ts';
import { roles, roleSchema } from '../../shared/sync/calls.ts';
import { devicesOf, revokeOf } from '../calls/devices.ts';
import { invite, INVITE_DAYS } from '../calls/enrolment.ts';
import { JOURNAL_FILE, openJournal, sentenceForJournal, usualFolder } from '../data-folder.ts';
import type { Organisation } from '../journal/journal.ts';
import { RECOVERY_DAYS, recoverFor } from '../recovery.ts';
import type { SqliteJournal } from '../journal/sqlite-journal.ts';
import { command, whole, type Outcome } from './command.ts';

const data = { data: { type: 'string' } } as const;
const folder = v.optional(v.pipe(v.string(), v.minLength(1)));
/** Words that mean somebody else when an entry is addressed to them. */
const reserved = ['networks', 'partners'];
const id = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9-]{1,40}$/),
  v.check((text) => !reserved.includes(text.toLowerCase())),
);
const idWants = 'a market participant’s id, such as ABC';

export const organisationAdd = command({
  usage: 'organisation add --id ABC --name "ABC Energy" [--networks] [--data FOLDER]',
  what: 'Adds an organisation, or gives it another name. --networks: it is ESB Networks.',
  options: {
    id: { type: 'string' },
    name: { type: 'string' },
    networks: { type: 'boolean' },
    ...data,
  },
  schema: v.object({
    id,
    name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(100)),
    networks: v.optional(v.boolean(), false),
    data: folder,
  }),
  wants: { id: idWants, name: 'a name in quotes' },
  run: ({ id, name, networks, data }) =>
    withJournal(data, 'make', (journal) => {
      const before = journal.organisation(id);
      if (before !== null && before.isNetworks !== networks) {
        const [is, not] = before.isNetworks ? ['', ' not'] : [' not', ''];
        return fail(
          `${id} is${is} ESB Networks already; what it wrote went to others than if it were${not}. Add another id.`,
        );
      }
      journal.addOrganisation({ id, name, isNetworks: networks });
      return ok([lineOf({ id, name, isNetworks: networks })]);
    }),
});

export const organisationList = command({
  usage: 'organisations [--data FOLDER]',
  what: 'Lists the organisations.',
  options: data,
  schema: v.object({ data: folder }),
  wants: {},
  run: ({ data }) =>
    withJournal(data, 'find', (journal) => {
      const lines = journal.organisations().map(lineOf);
      return ok(lines.length > 0 ? lines : ['No organisation yet.']);
    }),
});

export const inviteMake = command({
  usage: 'invite --org ABC --role operator [--count N] [--days N] [--data FOLDER]',
  what: `Prints one-time codes, one a line; each makes one device, within ${INVITE_DAYS} days.`,
  options: {
    org: { type: 'string' },
    role: { type: 'string' },
    count: { type: 'string' },
    days: { type: 'string' },
    ...data,
  },
  schema: v.object({
    org: id,
    role: roleSchema,
    count: v.optional(whole(1, 500), '1'),
    days: v.optional(whole(1, 90), String(INVITE_DAYS)),
    data: folder,
  }),
  wants: {
    org: idWants,
    role: `one of ${roles.join(', ')}`,
    count: 'a whole number from 1 to 500',
    days: 'a whole number from 1 to 90',
  },
  run: ({ org, role, count, days, data }) =>
    withJournal(data, 'find', (journal) => {
      const organisation = journal.organisation(org);
      if (organisation === null) return fail(noSuchOrganisation(org));
      const codes: string[] = [];
      for (let index = 0; index < count; index++) {
        const made = invite(journal, organisation, role, { now: Date.now(), days });
        if (!made.ok) return fail(`A ${role} is Networks’ own: ${org} is not ESB Networks.`);
        codes.push(made.value.code);
      }
      return ok(codes);
    }),
});

export const deviceList = command({
  usage: 'devices [--org ABC] [--data FOLDER]',
  what: 'Lists devices: id, organisation, role, entries, when enrolled, last seen, revoked.',
  options: { org: { type: 'string' }, ...data },
  schema: v.object({ org: v.optional(id), data: folder }),
  wants: { org: idWants },
  run: ({ org, data }) =>
    withJournal(data, 'find', (journal) => {
      if (org !== undefined && journal.organisation(org) === null)
        return fail(noSuchOrganisation(org));
      const ids = org === undefined ? journal.organisations().map((each) => each.id) : [org];
      const lines = ids.flatMap((organisation) =>
        devicesOf(journal, organisation).devices.map((each) =>
          [
            each.device,
            organisation,
            each.role,
            `${each.entries} entries`,
            `enrolled ${timeOf(each.enrolledAt)}`,
            each.lastSeenAt === null ? 'never seen' : `seen ${timeOf(each.lastSeenAt)}`,
            ...(each.revokedAt === null ? [] : [`revoked ${timeOf(each.revokedAt)}`]),
          ].join('  '),
        ),
      );
      return ok(lines.length > 0 ? lines : ['No device yet.']);
    }),
});

export const deviceRevoke = command({
  usage: 'revoke --device ID [--data FOLDER]',
  what: 'Revokes a device: it is told so, and goes on locally.',
  options: { device: { type: 'string' }, ...data },
  schema: v.object({ device: v.pipe(v.string(), v.uuid()), data: folder }),
  wants: { device: 'a device’s id, as "devices" lists it' },
  run: ({ device, data }) =>
    withJournal(data, 'find', (journal) => {
      const organisation = journal.device(device)?.organisation;
      if (organisation === undefined || !revokeOf(journal, organisation, device, Date.now()))
        return fail('There is no such device; "devices" lists them.');
      return ok([`${device} of ${organisation} is revoked.`]);
    }),
});

export const backupMake = command({
  usage: 'backup --to FILE [--data FOLDER]',
  what: 'Copies the journal as of one moment, also while the gateway runs. Never overwrites.',
  options: { to: { type: 'string' }, ...data },
  schema: v.object({ to: v.pipe(v.string(), v.minLength(1)), data: folder }),
  wants: { to: 'a file that is not there yet' },
  run: ({ to, data }) =>
    withJournal(data, 'find', async (journal) => {
      if (existsSync(to)) return fail(`${to} is there already; a backup overwrites nothing.`);
      // Under another name until it is whole: what has the name is a backup.
      const partial = `${to}.partial`;
      try {
        rmSync(partial, { force: true });
        await journal.backupTo(partial);
        chmodSync(partial, 0o600);
        renameSync(partial, to);
      } catch {
        rmSync(partial, { force: true });
        return fail(`${to} cannot be written: the folder is not there, or full, or not ours.`);
      }
      return ok([`The journal as it stands is in ${to}.`]);
    }),
});

export const recover = command({
  usage: 'recover [--days N] [--data FOLDER]',
  what: `Lets consoles bring back what a journal has lost, a colleague’s entries too, for ${RECOVERY_DAYS} days. Begins by itself after a backup; for a disk that was set back by other means.`,
  options: { days: { type: 'string' }, ...data },
  schema: v.object({
    days: v.optional(whole(1, 30), String(RECOVERY_DAYS)),
    data: folder,
  }),
  wants: { days: 'a whole number from 1 to 30' },
  run: ({ days, data }) =>
    withJournal(data, 'find', (journal) => {
      const until = recoverFor(journal, days, Date.now());
      return ok([`Until ${timeOf(until)} consoles bring back what this journal has lost.`]);
    }),
});

/** `make`: a journal that is not there is begun; `find`: a folder without one is a mistake. */
async function withJournal(
  given: string | undefined,
  mode: 'make' | 'find',
  work: (journal: SqliteJournal) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const folder = given ?? usualFolder();
  if (mode === 'find' && !existsSync(join(folder, JOURNAL_FILE)))
    return fail(
      `There is no journal in ${folder}: name its folder with --data, or begin with "organisation add".`,
    );
  const opened = openJournal(folder);
  if (!opened.ok) return fail(sentenceForJournal(opened.error));
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

function lineOf({ id, name, isNetworks }: Organisation): string {
  return `${id}  ${name}${isNetworks ? '  (ESB Networks)' : ''}`;
}

function noSuchOrganisation(org: string): string {
  return `There is no organisation ${org}: "organisations" lists them, "organisation add" adds one.`;
}

function timeOf(at: number): string {
  return must(new Date(at).toISOString().split('.')[0], 'a time has a text') + 'Z';
}
