// The English catalogue: one object, kept by room so that several hands can write it at once.
import { backfix } from './words/backfix.ts';
import { book } from './words/book.ts';
import { caseWords } from './words/case.ts';
import { common } from './words/common.ts';
import { desk } from './words/desk.ts';
import { doors } from './words/doors.ts';
import { guards } from './words/guards.ts';
import { intake } from './words/intake.ts';
import { problems } from './words/problems.ts';
import { channelWords } from './words/channels.ts';
import { fixes } from './words/fixes.ts';
import { recovery } from './words/recovery.ts';
import { requests } from './words/requests.ts';
import { settings } from './words/settings.ts';
import { sync } from './words/sync.ts';
import { shell } from './words/shell.ts';

export const en = {
  ...common,
  ...doors,
  ...desk,
  ...caseWords,
  ...intake,
  ...backfix,
  ...channelWords,
  ...fixes,
  ...recovery,
  ...guards,
  ...book,
  ...settings,
  ...problems,
  ...requests,
  ...sync,
  ...shell,
} as const;
