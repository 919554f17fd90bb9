import { describe, expect, test } from 'vitest';
import { judgeHost, originOfPlace, type Place } from '../../gateway/address.ts';

const alone: Place = { scheme: 'http', port: 4375, names: [], isBehindProxy: false };
const named: Place = { ...alone, scheme: 'https', names: ['Desk.example', 'other.example'] };
const behind: Place = {
  ...named,
  isBehindProxy: true,
  names: ['desk.example', 'desk.example:8443'],
};

test.each([
  ['127.0.0.1:4375', 'ours'],
  ['LOCALHOST:4375', 'alias'],
  ['[::1]:4375', 'alias'],
  ['127.0.0.1', 'foreign'],
  ['127.0.0.1:4376', 'foreign'],
  ['127.0.0.1:4375@evil.example', 'foreign'],
  ['', 'foreign'],
  [undefined, 'foreign'],
] as const)('GATE2 by itself a request for host %s is %s', (host, verdict) => {
  expect(judgeHost(host, alone)).toBe(verdict);
});

describe('GATE10 with names of its own', () => {
  test.each([
    ['desk.example:4375', 'ours'],
    ['other.example:4375', 'alias'],
    ['127.0.0.1:4375', 'alias'],
    ['desk.example', 'foreign'],
    ['evil.example:4375', 'foreign'],
  ] as const)('a request for host %s is %s', (host, verdict) => {
    expect(judgeHost(host, named)).toBe(verdict);
  });

  test('a name has the port it listens on, a proxy’s name the scheme’s own or the one given', () => {
    expect(originOfPlace(alone)).toBe('http://127.0.0.1:4375');
    expect(originOfPlace(named)).toBe('https://desk.example:4375');
    expect(originOfPlace({ ...named, port: 443 })).toBe('https://desk.example');
    expect(originOfPlace(behind)).toBe('https://desk.example');
    expect(judgeHost('desk.example:8443', behind)).toBe('alias');
    expect(judgeHost('desk.example:4375', behind)).toBe('foreign');
  });
});
