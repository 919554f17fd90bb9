// A clock that has been wrong since then, whatever was written by it: what a correction names.
import { EPOCHS_END, type Span } from '../../../shared/domain/clocks.ts';

/** From `at` (UTC ms, as that clock read) to the end of a run, the first if not told otherwise. */
export const everSince = (at: number, epoch = 0): Span => ({ epoch, from: at, upTo: EPOCHS_END });
