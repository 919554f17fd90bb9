// Every refusal in words: what it means, and what a person does about it; and what is taken although
// it looks wrong, with what becomes of it. The administrator's guide and the OpenAPI description say
// the same, because both are read from here.
import type { Refusal } from '../shared/sync/calls.ts';

export interface RefusalWords {
  readonly what: string;
  readonly toDo: string;
}

export const refusalWords: Readonly<Record<Refusal, RefusalWords>> = {
  malformed: {
    what: 'The request is not what the call asks for, or not JSON.',
    toDo: 'Look for a proxy that changes requests; else the console and the gateway are not of one release.',
  },
  unknownToken: {
    what: 'No token came along, or one that this gateway does not know.',
    toDo: 'Enrol the device with a new code. After a restored backup: those enrolled since it enrol again.',
  },
  revoked: {
    what: 'This device was revoked.',
    toDo: 'Nothing if it was meant; it goes on locally. Otherwise give it a new code.',
  },
  otherDevice: {
    what: 'Entries of a device that is not this one, nor a colleague’s.',
    toDo: 'A profile was moved between laptops by hand: enrol it with a new code.',
  },
  forbidden: {
    what: 'Not for this role, or asked by a page that is not this gateway’s.',
    toDo: 'A supervisor does it, or the device is enrolled again with the right role.',
  },
  unknownCode: {
    what: 'No such one-time code: mistyped, used, or past its days. Which of them is not said.',
    toDo: 'Make a new code.',
  },
  noSuchDevice: {
    what: 'The own organisation has no such device.',
    toDo: 'List the devices and take the id from there.',
  },
  otherOrganisation: {
    what: 'The device belongs to another organisation already; the code is still good.',
    toDo: 'Use the code on another profile: a device never changes its organisation.',
  },
  forked: {
    what: 'The same place in this device’s chain has another entry: its profile was copied, or put back from a copy.',
    toDo: 'Press “Go on as a new device” under Delivery: everything written there is kept; then give it a new code. Do not copy profiles.',
  },
  tooLarge: {
    what: 'More bytes or more entries than one request may have.',
    toDo: 'Nothing: the console sends less at once. If it stays, a proxy limits bodies below 8 MB.',
  },
  chainBroken: {
    what: 'An entry does not follow from the one before it: the laptop’s database is damaged.',
    toDo: 'Keep the profile folder and its journal, start a new profile, and ask for help with the old one.',
  },
  newerProtocol: {
    what: 'The console is newer than the gateway.',
    toDo: 'Bring the gateway to the same release; the console goes on locally until then.',
  },
  tooMany: {
    what: 'Too many requests in a short time; Retry-After says the seconds.',
    toDo: 'Nothing: consoles wait by themselves. If it goes on, one device has gone wild; its eight signs are in the log.',
  },
};

/** What an exchange may bring that is answered with 200 like any other. */
export const takenWords = {
  gap: {
    what: 'Entries after a gap',
    becomes:
      'They wait and are not stored; `acknowledged` names the last entry before the gap, and the console sends from there.',
  },
  repeated: {
    what: 'Entries sent again',
    becomes: 'Stored once, however often they come, and acknowledged every time.',
  },
  outOfOrder: {
    what: 'Entries out of order',
    becomes: 'Whatever follows on what is stored is stored; the rest waits like after a gap.',
  },
  unknownKind: {
    what: 'An entry of an unknown kind, or with unknown fields',
    becomes:
      'Kept to the last sign and given on; consoles show it once they are of a release that knows it.',
  },
  farAhead: {
    what: 'Stamps far ahead of the gateway’s clock',
    becomes:
      'Kept as they are; the console learns the time from `now` in the reply. Put the laptop’s clock right.',
  },
  alteredBody: {
    what: 'A text that is not the one it was sealed with',
    becomes:
      'That entry is set aside as `bodyAltered` in `refused`; its place counts and nothing waits for it.',
  },
} as const;
