import { join } from 'node:path';
import { expect, test } from 'vitest';
import { administratorFolders } from '../../gateway/administrator-file.ts';

test.each([
  ['linux', undefined, ['/program', '/etc/backstop']],
  ['darwin', undefined, ['/program', '/Library/Application Support/Backstop']],
  ['win32', 'C:\\ProgramData', ['/program', join('C:\\ProgramData', 'Backstop')]],
  ['win32', undefined, ['/program']],
] as const)('on %s (%s) the file is looked for in %j', (platform, programData, folders) => {
  expect(administratorFolders({ platform, programData, beside: '/program' })).toEqual(folders);
});
