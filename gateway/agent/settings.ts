// What a person says of an agent at its start.
import type { Wall } from '../../shared/market/values.ts';

export interface Settings {
  /** Market participant id of whom a 017 is for. */
  readonly recipient: string;
  /** Whose clock a time without an offset shows, in what we write and read. */
  readonly wall: Wall;
}
