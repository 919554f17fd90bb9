// Whose desk this is, as Networks and the market know it: the gateway's knowledge, the administrator's
// file, what was typed in the settings.
import { mpidIn } from '../../shared/domain/mpid.ts';
import { shippedPlan, type PlanSettings, type Ways } from '../../shared/domain/back-fix.ts';
import type { Said } from '../../shared/domain/desk.ts';
import type { Snapshot } from './snapshot.ts';

type Known = Pick<Snapshot, 'enrolment' | 'hello' | 'desk' | 'world'>;

/** Practice needs nobody's name: nothing of it is sent anywhere. */
const PRACTICE_MPID = 'PRA';

const setting = ({ desk }: Known, key: string): string =>
  String(desk.settings[`organisation.${key}`] ?? '');

/** The market participant's id, as somebody gave it; may be empty. */
function given(known: Known): string {
  const file = known.hello.administrator?.organisation;
  const said =
    known.enrolment?.organisation.id ??
    file?.mpid ??
    (file === undefined ? setting(known, 'mpid') : '');
  return mpidIn(said);
}

export function organisationOf(known: Known): { readonly name: string; readonly mpid: string } {
  const file = known.hello.administrator?.organisation;
  const name = known.enrolment?.organisation.name ?? file?.name ?? setting(known, 'name');
  return { name, mpid: given(known) };
}

/** Whose messages we send. */
export function mpidOf(known: Known): string {
  const mpid = given(known);
  return mpid === '' && known.world === 'practice' ? PRACTICE_MPID : mpid;
}

/** A supervisor releases back-fixes; a desk of one, which nobody has given a role, does too. */
export function mayRelease({ enrolment }: Pick<Snapshot, 'enrolment'>): boolean {
  return enrolment === null || enrolment.role === 'supervisor';
}

/** Who said the newest of these settings, at whichever desk; null where nobody has said any. */
export function settingsSaid(
  { desk }: Pick<Snapshot, 'desk'>,
  of: 'channels' | 'market' | 'release',
): Said | null {
  const said = Object.entries(desk.said).flatMap(([key, each]) =>
    key.startsWith(`${of}.`) ? [each] : [],
  );
  return said.sort((one, other) => (one.stamp < other.stamp ? 1 : -1))[0] ?? null;
}

type Laid = Pick<Snapshot, 'hello' | 'desk'>;

const fileOf = ({ hello }: Laid) => hello.administrator?.channels;

/** The administrator's file says which ways there are; a desk does not set them then. */
export const waysAreGiven = (laid: Laid): boolean => fileOf(laid) !== undefined;

/** By which ways a 017 of ours can leave. */
export function waysOf(laid: Laid): Ways {
  const file = fileOf(laid);
  const is = (way: keyof Ways) =>
    file === undefined ? laid.desk.settings[`channels.${way}`] !== false : file[way]?.use !== false;
  return { emma: is('emma'), webform: is('webform') };
}

/** Where something is, as the file says, or the desk where there is no file; may be empty. */
function placeOf(laid: Laid, key: string, given: string | undefined): string {
  const own = laid.desk.settings[key];
  return fileOf(laid) === undefined ? (typeof own === 'string' ? own : '') : (given ?? '');
}

/** Where the webform is; may be empty. */
export const webformOf = (laid: Laid): string =>
  placeOf(laid, 'channels.webform.address', fileOf(laid)?.webform?.address);

/** Where our own ledger is put right, which is what is done at points 1 to 3; may be empty. */
export const ledgerOf = (laid: Laid): string =>
  placeOf(laid, 'channels.ledger.where', fileOf(laid)?.ledger?.where);

export type WaySettings = Ways & { readonly address: string; readonly ledger: string };

export const waySettings = ({ emma, webform, address, ledger }: WaySettings) => ({
  'channels.emma': emma,
  'channels.webform': webform,
  'channels.webform.address': address.trim(),
  'channels.ledger.where': ledger.trim(),
});

/**
 * What of it is said anew: a desk that changes one thing takes back nothing that another has just said. The
 * two ways are said together, so that two desks never leave a 017 none.
 */
export function changedWays(
  before: WaySettings,
  changes: Partial<WaySettings>,
): Partial<ReturnType<typeof waySettings>> {
  const next = waySettings({ ...before, ...changes });
  const isOther = (key: keyof WaySettings) =>
    changes[key] !== undefined && changes[key] !== before[key];
  return {
    ...(isOther('emma') || isOther('webform')
      ? { 'channels.emma': next['channels.emma'], 'channels.webform': next['channels.webform'] }
      : {}),
    ...(isOther('address') ? { 'channels.webform.address': next['channels.webform.address'] } : {}),
    ...(isOther('ledger') ? { 'channels.ledger.where': next['channels.ledger.where'] } : {}),
  };
}

/** How back-fixes are planned here. */
export const planSettingsOf = (laid: Laid): PlanSettings => ({
  ...shippedPlan,
  ways: waysOf(laid),
});
