// Whom to dial. No public desk-to-desk number exists, so the numbers are settings with an owner and
// a date; the shipped one is the public line and says so.
import type { Snapshot } from '../console/snapshot.ts';

export interface PhoneLine {
  readonly number: string;
  readonly owner: string;
  readonly lastVerified: string;
  readonly isPublic: boolean;
}

const publicLine: PhoneLine = {
  number: '1800 372 999',
  owner: '',
  lastVerified: '',
  isPublic: true,
};

export function networksNumber(snapshot: Pick<Snapshot, 'desk' | 'hello'>): PhoneLine {
  const given = snapshot.hello.administrator?.numbers?.find((line) => line.id === 'networks');
  if (given !== undefined) {
    return {
      number: given.number,
      owner: given.owner ?? '',
      lastVerified: given.lastVerified ?? '',
      isPublic: false,
    };
  }
  const { settings } = snapshot.desk;
  const own = settings['numbers.networks'];
  if (typeof own === 'string' && own !== '') {
    return {
      number: own,
      owner: String(settings['numbers.networks.owner'] ?? ''),
      lastVerified: String(settings['numbers.networks.verified'] ?? ''),
      isPublic: false,
    };
  }
  return publicLine;
}
