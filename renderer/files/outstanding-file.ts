// A list of outstanding 017s on its way in: a file or a paste to rows with what is wrong with each.
import { fail, type Result } from '../../shared/lib/result.ts';
import type { Watch } from '../../shared/domain/intake/file.ts';
import {
  readOutstanding,
  type NoColumn,
  type OutstandingList,
} from '../../shared/market/outstanding.ts';
import { readContents, type Problem } from './intake-file.ts';

export async function readOutstandingFile(
  content: Blob | string,
  now: number,
  watch?: Watch,
): Promise<Result<OutstandingList, Problem | NoColumn>> {
  const contents = await readContents(content, watch);
  if (!contents.ok) return contents;
  const { table } = contents.value;
  if (table.header.length === 0) return fail({ code: 'noTable' });
  return readOutstanding(table, { now });
}
