// From an unknown body to a request, or to the refusal that says what is wrong with it. A newer
// console is told so before its words are looked at: they may not be ours to judge.
import * as v from 'valibot';
import { decode } from '../../shared/lib/decode.ts';
import { ok, type Result } from '../../shared/lib/result.ts';
import { MOST_ENTRIES, PROTOCOL } from '../../shared/sync/protocol.ts';
import { refused, type Refused } from './refused.ts';

const ofNewer = v.object({ protocol: v.pipe(v.number(), v.gtValue(PROTOCOL)) });
const tooMany = v.object({ entries: v.pipe(v.array(v.unknown()), v.minLength(MOST_ENTRIES + 1)) });

export function requestOf<S extends v.GenericSchema>(
  schema: S,
  body: unknown,
): Result<v.InferOutput<S>, Refused> {
  if (v.is(ofNewer, body)) return refused('newerProtocol');
  if (v.is(tooMany, body)) return refused('tooLarge');
  const read = decode(schema, body);
  return read.ok ? ok(read.value) : refused('malformed');
}
