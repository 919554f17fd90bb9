import { expect, test } from 'vitest';
import { dataFolder, switchOf } from '../../main/folders.ts';

const system = { home: '/home/a', localAppData: undefined, xdgDataHome: undefined };

test('SHELL10: data never lies in a roaming profile', () => {
  expect(dataFolder({ ...system, platform: 'win32', home: 'C:\\Users\\a' })).toContain('Local');
  expect(dataFolder({ ...system, platform: 'win32', localAppData: 'D:\\L' })).toContain('D:\\L');
  expect(dataFolder({ ...system, platform: 'linux' })).toBe('/home/a/.local/share/backstop');
  expect(dataFolder({ ...system, platform: 'linux', xdgDataHome: '/x' })).toBe('/x/backstop');
  expect(dataFolder({ ...system, platform: 'darwin' })).toBe(
    '/home/a/Library/Application Support/Backstop',
  );
});

test('SHELL10: a switch is read from the command line, the rest is left alone', () => {
  expect(switchOf(['x', '--profile-folder=/a b', 'y'], 'profile-folder')).toBe('/a b');
  expect(switchOf(['x'], 'profile-folder')).toBeUndefined();
});
