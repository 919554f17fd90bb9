// For whom an answer is: the hub brings each to the supplier it names, and one that names another has
// come to us by somebody's mistake. Who may send it is asked nowhere: no public source has the MPID of
// ESB Networks, or says in whose name the hub rejects.
import { isMpid, mpidIn } from '../domain/mpid.ts';
import { rowOf, type Message } from './messages.ts';
import type { MessageProblem } from './problem.ts';

const parties = ['RecipientID', 'SupplierMPID'] as const;

/** `us`: our MPID. Where nobody has said it, or what was said is none, nothing is found. */
export function notForUs({ type, header }: Message, us: string | null): MessageProblem | null {
  // A request goes out from us: its recipient is somebody else.
  if (us === null || !isMpid(us) || rowOf(type).tells === 'request') return null;
  const field = parties.find((each) => {
    const said = header[each];
    return said !== undefined && mpidIn(said) !== mpidIn(us);
  });
  return field === undefined ? null : { code: 'notForUs', field };
}
