// Why a call to the gateway did not do what was asked, as a literal that the screens have a
// sentence for. The network's ways of failing and the gateway's refusals are one union: whoever
// shows it must know them all.

/** Told by the gateway: trying again changes nothing, a person must. The desk goes on locally. */
export type Stop =
  | { readonly code: 'notEnrolled' | 'unknownToken' | 'revoked' | 'otherDevice' }
  | { readonly code: 'chainBroken' | 'malformed' | 'newerProtocol' }
  /** From `seq` on the gateway has other entries under our device's name: a copied database. */
  | { readonly code: 'forked'; readonly seq: number };

export type Failure =
  | { readonly code: 'noRoute' | 'nameNotFound' | 'refused' | 'reset' | 'timeout' }
  /** The certificate is not trusted, out of date, or another machine's. */
  | { readonly code: 'tls'; readonly why: 'untrusted' | 'expired' | 'wrongName' | 'other' }
  /** A page answered where the gateway should have: a network that wants a login. */
  | { readonly code: 'captivePortal' }
  | { readonly code: 'proxyLogin' }
  /** Something answered that is no gateway of ours, or half of one. */
  | { readonly code: 'badReply' }
  | { readonly code: 'server'; readonly status: number }
  | { readonly code: 'tooMany'; readonly retryAfterMs: number }
  | { readonly code: 'tooLarge' }
  /** Our own database did not answer; what came is asked for again. */
  | { readonly code: 'local' }
  | Stop;

/** What a call other than the exchange may be refused for. */
export type CallFailure =
  | Failure
  /** No such code, or it was used, or its time is over: which of them is nobody's business. */
  | { readonly code: 'unknownCode' }
  /** This device belongs to another organisation already. */
  | { readonly code: 'otherOrganisation' }
  | { readonly code: 'forbidden' }
  | { readonly code: 'noSuchDevice' }
  /** What was typed is no address of a gateway. */
  | { readonly code: 'badAddress' };

const stops: ReadonlySet<string> = new Set([
  'notEnrolled',
  'unknownToken',
  'revoked',
  'otherDevice',
  'forked',
  'chainBroken',
  'malformed',
  'newerProtocol',
] satisfies readonly Stop['code'][]);

export const isStop = (failure: Failure): failure is Stop => stops.has(failure.code);
