// Seeded, synthetic customers: the same for the same seed, on every machine.

export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const towns = ['Cork', 'Galway', 'Limerick', 'Sligo', 'Tralee', 'Athlone', 'Dublin', 'Dundalk'];
const surnames = [
  'Murphy',
  'Kelly',
  'Byrne',
  'Ryan',
  'Walsh',
  'Doyle',
  'Brennan',
  'Nolan',
  'Quinn',
  'Foley',
];
const given = [
  'Aoife',
  'Brian',
  'Ciara',
  'Declan',
  'Eimear',
  'Fergal',
  'Grainne',
  'Hugh',
  'Ita',
  'Kevin',
];

export const mprnAt = (index: number): string => `10${String(index + 1).padStart(9, '0')}`;

export function customerAt(index: number, random: () => number) {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const digits = (count: number) => String(Math.floor(random() * 10 ** count)).padStart(count, '0');
  return {
    mprn: mprnAt(index),
    account: `SP${digits(7)}`,
    name: `${pick(given)} ${pick(surnames)} ${index}`,
    phone: `02091${digits(5)}`,
    address: `${1 + Math.floor(random() * 150)} Sample Street, ${pick(towns)}`,
    eircode: `V94 ${digits(4)}`,
    serial: digits(9),
    register: random() < 0.01 ? 'priority services' : random() < 0.08 ? 'special services' : 'none',
    ctf: random() < 0.95 ? '04' : '02',
  };
}

/** A CSV export as `hub-outage.csv`, `rows` long; payments spread over the last 100 minutes. */
export function exportCsv(rows: number, now: number, seed: number): string {
  const random = seededRandom(seed);
  const lines = [
    'MPRN,Account no,Customer,Phone,Address,Eircode,Meter serial,Register,CTF,Meter point status,Payment time,Amount EUR,017 state,Open D05,Failure point',
  ];
  for (let index = 0; index < rows; index++) {
    const each = customerAt(index, random);
    const paid = new Date(now - Math.floor(random() * 100) * 60_000).toISOString();
    const state = random() < 0.5 ? 'queued in EMMA' : 'not sent';
    lines.push(
      [
        each.mprn,
        each.account,
        each.name,
        each.phone,
        `"${each.address}"`,
        each.eircode,
        each.serial,
        each.register,
        each.ctf,
        'DR',
        paid,
        '20',
        state,
        random() < 0.1 ? 'yes' : 'no',
        '7',
      ].join(','),
    );
  }
  return lines.join('\n');
}

/** A customer book as `customers.csv`, `rows` long. */
export function bookCsv(rows: number, seed: number): string {
  const random = seededRandom(seed);
  const lines = ['MPRN,Account no,Customer,Phone,Address,Eircode,Meter serial,Register,CTF'];
  for (let index = 0; index < rows; index++) {
    const each = customerAt(index, random);
    lines.push(
      [
        each.mprn,
        each.account,
        each.name,
        each.phone,
        `"${each.address}"`,
        each.eircode,
        each.serial,
        each.register,
        each.ctf,
      ].join(','),
    );
  }
  return lines.join('\n');
}
