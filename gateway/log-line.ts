/**
 * What the gateway writes down about itself. A request is named by its route, never by its URL:
 * queries and unknown paths may carry a customer. A device is the first eight signs of its id.
 */
export type LogLine =
  | { readonly event: 'listening'; readonly address: string; readonly version: string }
  | {
      readonly event: 'request';
      readonly method: string;
      readonly route: string;
      readonly status: number;
      readonly ms: number;
      readonly device?: string;
      /** Of a refusal. */
      readonly reason?: string;
    }
  /** Bytes that are no request: of them only what became of it. */
  | { readonly event: 'unreadable'; readonly status: number; readonly reason: string }
  | { readonly event: 'failed'; readonly route: string; readonly what: string }
  /** The journal is a backup: until then (UTC ms) consoles may bring back what it lost. */
  | { readonly event: 'restored'; readonly recoveringUntil: number }
  | { readonly event: 'closed' };

export type Log = (line: LogLine) => void;
