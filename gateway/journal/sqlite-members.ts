// Who there is, in the SQLite journal: organisations, their invites and their devices.
import type { Device, Invite, Organisation } from './journal.ts';
import { deviceRow, inviteRow, organisationRow } from './sqlite-schema.ts';
import { row, SqliteStatements } from './sqlite-statements.ts';

export class SqliteMembers extends SqliteStatements {
  addOrganisation(organisation: Organisation): void {
    this.statement(
      `INSERT INTO organisations (id, name, isNetworks) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, isNetworks = excluded.isNetworks`,
    ).run(organisation.id, organisation.name, organisation.isNetworks ? 1 : 0);
  }

  organisation(id: string): Organisation | null {
    const found = this.one('SELECT * FROM organisations WHERE id = ?', id);
    return found === undefined ? null : organisationOf(found);
  }

  organisations(): readonly Organisation[] {
    return this.all('SELECT * FROM organisations ORDER BY id').map(organisationOf);
  }

  addInvite(invite: Invite): void {
    this.statement(
      'INSERT INTO invites (codeHash, organisation, role, expiresAt) VALUES (?, ?, ?, ?)',
    ).run(invite.codeHash, invite.organisation, invite.role, invite.expiresAt);
  }

  takeInvite(codeHash: string, now: number): Invite | null {
    const found = this.one('DELETE FROM invites WHERE codeHash = ? RETURNING *', codeHash);
    if (found === undefined) return null;
    const invite = row(inviteRow, found);
    return invite.expiresAt < now ? null : invite;
  }

  putDevice(device: Device, tokenHash: string): void {
    this.statement(
      `INSERT INTO devices (id, organisation, role, tokenHash, enrolledAt, revokedAt)
       VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET role = excluded.role, tokenHash = excluded.tokenHash,
         enrolledAt = excluded.enrolledAt, revokedAt = excluded.revokedAt
       WHERE devices.organisation = excluded.organisation`,
    ).run(
      device.id,
      device.organisation,
      device.role,
      tokenHash,
      device.enrolledAt,
      device.revokedAt,
    );
  }

  deviceByToken(tokenHash: string): Device | null {
    const found = this.one('SELECT * FROM devices WHERE tokenHash = ?', tokenHash);
    return found === undefined ? null : row(deviceRow, found);
  }

  device(id: string): Device | null {
    const found = this.one('SELECT * FROM devices WHERE id = ?', id);
    return found === undefined ? null : row(deviceRow, found);
  }

  devices(organisation: string): readonly Device[] {
    return this.all(
      'SELECT * FROM devices WHERE organisation = ? ORDER BY enrolledAt, id',
      organisation,
    ).map((each) => row(deviceRow, each));
  }

  revoke(device: string, now: number): void {
    this.statement('UPDATE devices SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL').run(
      now,
      device,
    );
  }

  saw(device: string, now: number): void {
    this.statement('UPDATE devices SET lastSeenAt = ? WHERE id = ?').run(now, device);
  }

  lastSeen(organisation: string): ReadonlyMap<string, number> {
    return new Map(
      this.all(
        'SELECT id, lastSeenAt FROM devices WHERE organisation = ? AND lastSeenAt IS NOT NULL',
        organisation,
      ).map((each) => [String(each['id']), Number(each['lastSeenAt'])]),
    );
  }
}

function organisationOf(found: unknown): Organisation {
  const { id, name, isNetworks } = row(organisationRow, found);
  return { id, name, isNetworks: isNetworks === 1 };
}
