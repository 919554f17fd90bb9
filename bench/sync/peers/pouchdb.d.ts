// The few calls of PouchDB that the bench makes; it ships no types of its own.
declare module 'pouchdb-core' {
  export interface Replicated {
    readonly ok: boolean;
    readonly docs_written: number;
  }
  export interface Options {
    readonly adapter?: string;
    readonly skip_setup?: boolean;
    readonly revs_limit?: number;
  }
  export interface ReplicateOptions {
    readonly batch_size: number;
    readonly batches_limit: number;
  }
  export type Row = Readonly<Record<string, unknown>>;
  export default class PouchDB {
    static plugin(plugin: unknown): typeof PouchDB;
    constructor(name: string, options?: Options);
    readonly replicate: {
      to(target: PouchDB, options: ReplicateOptions): Promise<Replicated>;
      from(source: PouchDB, options: ReplicateOptions): Promise<Replicated>;
    };
    bulkDocs(docs: readonly object[], options?: { readonly new_edits: boolean }): Promise<Row[]>;
    revsDiff(asked: Row): Promise<Row>;
    changes(options: Row): Promise<Row>;
    bulkGet(options: Row): Promise<Row>;
    allDocs(options: {
      readonly include_docs: true;
    }): Promise<{ readonly rows: readonly { readonly doc: Row }[] }>;
    get(id: string): Promise<Row>;
    put(doc: object): Promise<Row>;
    info(): Promise<Row>;
    destroy(): Promise<unknown>;
    close(): Promise<unknown>;
  }
}
declare module 'pouchdb-adapter-leveldb' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-adapter-memory' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-adapter-indexeddb' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-adapter-http' {
  const plugin: unknown;
  export default plugin;
}
declare module 'pouchdb-replication' {
  const plugin: unknown;
  export default plugin;
}
