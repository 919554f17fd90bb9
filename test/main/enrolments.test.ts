import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from 'vitest';
import { openEnrolments, type Secrets } from '../../main/enrolments.ts';

const DEVICE = '0b7c1c1e-3f44-4f6e-9a54-2f3b1f3f7a10';
const OTHER = '5d0a0f0e-9f39-4a0c-8f8e-0d7d3f1b2c11';
const TOKEN = 'a-token-that-nobody-may-read';
const enrolled = {
  device: DEVICE,
  organisation: { id: 'ABC', name: 'Supplier', isNetworks: false },
  role: 'operator' as const,
  address: 'https://gateway.supplier.ie',
};

const none: Secrets = {
  isAvailable: () => false,
  seal: () => {
    throw new Error('there is no store of secrets');
  },
  open: () => {
    throw new Error('there is no store of secrets');
  },
};
/** Seals by turning every byte over; `key` stands for the user and the machine. */
const system = (key = 0x5a): Secrets => ({
  isAvailable: () => true,
  seal: (text) => Buffer.from([key, ...Buffer.from(text).map((byte) => byte ^ key)]),
  open: (sealed) => {
    if (sealed[0] !== key) throw new Error('sealed by somebody else');
    return Buffer.from(sealed.slice(1).map((byte) => byte ^ key)).toString();
  },
});

const test = base.extend('folder', async ({ task: _task }, { onCleanup }) => {
  const parent = await mkdtemp(join(tmpdir(), 'backstop-enrolments-'));
  onCleanup(() => rm(parent, { recursive: true, force: true }));
  return join(parent, 'gateway');
});

async function keep(folder: string, secrets: Secrets) {
  const enrolments = openEnrolments(folder, secrets);
  expect(await enrolments.prepare()).toBe(true);
  return enrolments.keep(enrolled, TOKEN);
}

const textOf = (folder: string) => readFile(join(folder, `${DEVICE}.json`), 'utf8');

test('SHELL13: a token is sealed by the system, and there after a restart', async ({ folder }) => {
  const kept = await keep(folder, system());
  expect(kept).toEqual({ ok: true, value: { ...enrolled, isTokenSealed: true } });
  expect(await textOf(folder)).not.toContain(TOKEN);
  expect(await openEnrolments(folder, system()).read(DEVICE)).toEqual({
    ok: true,
    value: { enrolled: { ...enrolled, isTokenSealed: true }, token: TOKEN },
  });
});

test('SHELL13: where the system keeps no secrets it is kept all the same, and said', async ({
  folder,
}) => {
  const kept = await keep(folder, none);
  expect(kept).toEqual({ ok: true, value: { ...enrolled, isTokenSealed: false } });
  expect(await openEnrolments(folder, none).read(DEVICE)).toMatchObject({
    ok: true,
    value: { token: TOKEN, enrolled: { isTokenSealed: false } },
  });
});

test.skipIf(process.platform === 'win32')(
  'SHELL13: only its owner reads the file, whatever a crash left behind',
  async ({ folder }) => {
    await openEnrolments(folder, none).prepare();
    await writeFile(join(folder, `${DEVICE}.json.new`), 'half', { mode: 0o644 });
    await keep(folder, none);
    expect((await stat(join(folder, `${DEVICE}.json`))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect(await readdir(folder)).toEqual([`${DEVICE}.json`]);
  },
);

test('SHELL14: no file, another device, half a file: not enrolled', async ({ folder }) => {
  const read = (device = DEVICE, secrets = system()) =>
    openEnrolments(folder, secrets).read(device);
  const notEnrolled = { ok: false, error: { code: 'notEnrolled' } };
  expect(await read()).toEqual(notEnrolled);
  await keep(folder, system());
  expect(await read(OTHER)).toEqual(notEnrolled);
  const text = await textOf(folder);
  // Copied under another device's name it is still the first one's.
  await writeFile(join(folder, `${OTHER}.json`), text);
  expect(await read(OTHER)).toEqual(notEnrolled);
  await writeFile(join(folder, `${DEVICE}.json`), text.slice(0, 60));
  expect(await read()).toEqual(notEnrolled);
});

test('SHELL14: a token sealed by another user is none; secrets that are locked now may open later', async ({
  folder,
}) => {
  await keep(folder, system());
  expect(await openEnrolments(folder, system(0x33)).read(DEVICE)).toEqual({
    ok: false,
    error: { code: 'notEnrolled' },
  });
  let isAvailable = false;
  const locked = openEnrolments(folder, { ...system(), isAvailable: () => isAvailable });
  expect(await locked.read(DEVICE)).toEqual({ ok: false, error: { code: 'local' } });
  isAvailable = true;
  expect(await locked.read(DEVICE)).toMatchObject({ ok: true, value: { token: TOKEN } });
});

test.skipIf(process.getuid?.() === 0)(
  'SHELL14: a folder that cannot be written is found out before a code is used up',
  async ({ folder }) => {
    const parent = join(folder, '..');
    await chmod(parent, 0o500);
    expect(await openEnrolments(folder, none).prepare()).toBe(false);
    await chmod(parent, 0o700);
  },
);

test('SHELL14: a file in the place of the folder is found out before a code is used up', async ({
  folder,
}) => {
  await writeFile(folder, '');
  const enrolments = openEnrolments(folder, none);
  expect(await enrolments.prepare()).toBe(false);
  expect(await enrolments.keep(enrolled, TOKEN)).toEqual({ ok: false, error: { code: 'local' } });
});

test('SHELL13: enrolled again, the new token counts at once', async ({ folder }) => {
  const enrolments = openEnrolments(folder, system());
  await enrolments.prepare();
  await enrolments.keep(enrolled, 'first');
  await enrolments.keep({ ...enrolled, address: 'https://other.supplier.ie' }, 'second');
  for (const each of [enrolments, openEnrolments(folder, system())])
    expect(await each.read(DEVICE)).toMatchObject({
      ok: true,
      value: { token: 'second', enrolled: { address: 'https://other.supplier.ie' } },
    });
});
