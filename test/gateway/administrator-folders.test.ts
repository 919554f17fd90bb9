import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgeHost } from '../../gateway/address.ts';
import { administratorFolders } from '../../gateway/administrator-file.ts';

test.each([
  ['linux', undefined, ['/program', '/etc/backstop']],
  ['darwin', undefined, ['/program', '/Library/Application Support/Backstop']],
  ['win32', 'C:\\ProgramData', ['/program', join('C:\\ProgramData', 'Backstop')]],
  ['win32', undefined, ['/program']],
] as const)('on %s (%s) the file is looked for in %j', (platform, programData, folders) => {
  expect(administratorFolders({ platform, programData, beside: '/program' })).toEqual(folders);
});

test.each([
  ['127.0.0.1:4375', 'ours'],
  ['LOCALHOST:4375', 'alias'],
  ['[::1]:4375', 'alias'],
  ['127.0.0.1', 'foreign'],
  ['127.0.0.1:4376', 'foreign'],
  ['127.0.0.1:4375@evil.example', 'foreign'],
  ['', 'foreign'],
  [undefined, 'foreign'],
] as const)('a request for host %s is %s', (host, verdict) => {
  expect(judgeHost(host, 4375)).toBe(verdict);
});
