// Statements of one SQLite file, each prepared once.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type * as v from 'valibot';
import { assert } from '../../shared/lib/check.ts';
import { decode } from '../../shared/lib/decode.ts';

export class SqliteStatements {
  readonly #of: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#of = database;
  }

  protected statement(sql: string): StatementSync {
    const found = this.#prepared.get(sql) ?? this.#of.prepare(sql);
    this.#prepared.set(sql, found);
    return found;
  }

  protected one(sql: string, ...values: readonly (string | number)[]) {
    return this.statement(sql).get(...values);
  }

  protected all(sql: string, ...values: readonly (string | number)[]) {
    return this.statement(sql).all(...values);
  }
}

/** A row of our own file that does not fit is a broken file: loud, never guessed at. */
export function row<S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> {
  const read = decode(schema, value);
  assert(read.ok, 'a row of the journal fits its schema');
  return read.value;
}
