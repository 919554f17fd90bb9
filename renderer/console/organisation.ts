// Whose desk this is, as Networks and the market know it: the gateway's knowledge, the administrator's
// file, what was typed in the settings.
import { mpidIn } from '../../shared/domain/mpid.ts';
import { shippedPlan, type PlanSettings, type Ways } from '../../shared/domain/back-fix.ts';
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

export const waySettings = ({
  emma,
  webform,
  address,
  ledger,
}: Ways & { readonly address: string; readonly ledger: string }) => ({
  'channels.emma': emma,
  'channels.webform': webform,
  'channels.webform.address': address.trim(),
  'channels.ledger.where': ledger.trim(),
});

/** How back-fixes are planned here. */
export const planSettingsOf = (laid: Laid): PlanSettings => ({
  ...shippedPlan,
  ways: waysOf(laid),
});
