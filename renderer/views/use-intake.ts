// One file on its way in: read → looked at → brought in, or left. A state machine of plain values;
// the table is kept so that a corrected cell or another column is looked at again at once.
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { Console } from '../console/console.ts';
import type { CaseState } from '../../shared/domain/case.ts';
import { checkRow, worstLevel, type CheckedRow } from '../../shared/domain/intake/check-row.ts';
import { mappingKey, type ColumnField, type Mapping } from '../../shared/domain/intake/columns.ts';
import {
  compareWithOpen,
  knownCase,
  comesIn,
  type ComparedRow,
  type Comparison,
} from '../../shared/domain/intake/compare.ts';
import type { FileProblem } from '../../shared/domain/intake/file.ts';
import { toCsv } from '../../shared/domain/intake/table.ts';
import {
  checkAll,
  intakeRow,
  readSource,
  watchOf,
  type Source,
  type Unreadable,
} from '../files/intake-file.ts';
import { laterSample } from './SampleOutage.tsx';
import { useConsole, useSnapshot } from './use-console.ts';

export type IntakeState =
  /** What was looked at before is being read again. */
  | { readonly at: 'opening' }
  | {
      readonly at: 'start';
      readonly problem: FileProblem | Unreadable | null;
    }
  /** `bytes` while the file is read, with the rows found in it so far. */
  | {
      readonly at: 'reading';
      readonly what: 'bytes';
      readonly done: number;
      readonly of: number;
      readonly rows: number;
    }
  /** `rows` while they are looked at. */
  | {
      readonly at: 'reading';
      readonly what: 'rows';
      readonly done: number;
      readonly of: number;
    }
  | { readonly at: 'looking'; readonly source: Source; readonly comparison: Comparison }
  | { readonly at: 'bringing'; readonly done: number; readonly of: number }
  | {
      readonly at: 'done';
      readonly fresh: number;
      readonly changed: number;
      readonly gone: number;
      readonly left: number;
    };

/** A sample: judged as of when it was written, then moved to now. */
interface Later {
  readonly at: number;
  readonly move: (rows: readonly CheckedRow[], now: number) => readonly CheckedRow[];
}

/** Rows that a confirmed file left behind: kept until they are corrected, saved or dropped. */
const LEFT = 'intake.left';
/** The file that is looked at, kept until somebody confirms it or puts it away in words. */
const DRAFT = 'intake.draft';
/** What was corrected in it since: small, and written with every correction. */
const EDITS = 'intake.edits';

interface Draft {
  readonly source: Source;
  /** Practice: its times are moved as those of the first export were. */
  readonly moved: boolean;
  /** Rows that an earlier file left behind, the first of them. */
  readonly isLeft?: boolean;
}

interface Edits {
  readonly cells: readonly (readonly [record: number, cells: readonly string[]])[];
  readonly mapping: Mapping;
  readonly overridden: boolean;
  readonly markChosen: boolean | null;
}

/** The name of a file that waits to be confirmed, for whoever is elsewhere; null when none does. */
export async function waitingFile(console: Console): Promise<string | null> {
  const draft = (await console.kept(DRAFT)) as Draft | undefined;
  return draft?.source.name ?? null;
}

export type Said =
  | { readonly code: 'cancelled' | 'notWritable' }
  | { readonly code: 'saved'; readonly where: string };

export interface Intake {
  readonly state: IntakeState;
  /** What became of a cancelled reading or a saved file. */
  readonly said: Said | null;
  readonly overridden: boolean;
  readonly take: (name: string, content: Blob | string, later?: Later) => Promise<void>;
  /** Rows of an earlier file that are still to be corrected. */
  readonly left: Source | null;
  readonly takeLeft: () => Promise<void>;
  readonly dropLeft: () => Promise<void>;
  readonly edit: (record: number, field: ColumnField, text: string) => void;
  readonly remap: (column: number, field: ColumnField | null) => void;
  readonly bring: () => Promise<void>;
  readonly saveBad: (reasonOf: (row: ComparedRow) => string) => Promise<void>;
  readonly override: (yes: boolean) => void;
  /** Whether those no longer listed are marked so: by default when this is the same export again. */
  readonly marksGone: boolean;
  readonly markGone: (yes: boolean) => void;
  readonly cancel: () => void;
  /** Back to the start; a file that was looked at is put away with its corrections. */
  readonly reset: () => void;
  readonly incoming: number;
  /** Cells corrected in this file, lost when it is put away. */
  readonly corrected: number;
  /** Rows that stay behind when this is confirmed: the one number, before and after. */
  readonly behind: readonly ComparedRow[];
}

const start: IntakeState = { at: 'start', problem: null };

export function useIntake(): Intake {
  const console = useConsole();
  const snapshot = useSnapshot();
  const [state, setState] = useState<IntakeState>({ at: 'opening' });
  const [overridden, setOverridden] = useState(false);
  const [markChosen, setMarkChosen] = useState<boolean | null>(null);
  const [edits, setEdits] = useState<Edits['cells']>([]);
  const [said, say] = useState<Said | null>(null);
  const abort = useRef(new AbortController());
  const known = useRef<ReadonlyMap<string, CaseState>>(new Map());

  const openFromFiles = () =>
    snapshot.summaries.flatMap((each) =>
      each.fromFile && !each.unlisted && each.mprn !== null ? [each.mprn] : [],
    );
  const compare = (rows: readonly CheckedRow[]) =>
    compareWithOpen(
      rows,
      (mprn) => known.current.get(mprn)?.facts,
      openFromFiles(),
      Math.min(snapshot.now, snapshot.incident?.since ?? snapshot.now),
      (mprn) => {
        const state = known.current.get(mprn);
        return state === undefined ? undefined : knownCase(state);
      },
    );

  // Of every file that left some behind: the next file does not replace them.
  const [lefts, setLefts] = useState<readonly Source[]>([]);
  const left = lefts[0] ?? null;
  useEffect(() => {
    void console.kept(LEFT).then((kept) => {
      // An earlier version kept one.
      const all = Array.isArray(kept) ? kept : kept === undefined || kept === null ? [] : [kept];
      setLefts(all as readonly Source[]);
    });
  }, [console]);
  const looksAtLeft = useRef(false);
  const keepLefts = async (sources: readonly Source[]) => {
    setLefts(sources);
    await console.keep(LEFT, sources.length === 0 ? undefined : sources);
  };

  const keepEdits = (changed: Partial<Edits>) => {
    if (state.at !== 'looking') return;
    const { mapping } = state.source;
    void console.keep(EDITS, { cells: edits, mapping, overridden, markChosen, ...changed });
  };
  const override = (yes: boolean) => {
    setOverridden(yes);
    keepEdits({ overridden: yes });
  };
  const markGone = (yes: boolean) => {
    setMarkChosen(yes);
    keepEdits({ markChosen: yes });
  };
  const putAway = async () => {
    setEdits([]);
    setMarkChosen(null);
    setOverridden(false);
    await Promise.all([console.keep(DRAFT, undefined), console.keep(EDITS, undefined)]);
  };

  const look = async (source: Source, later: Later | null = null) => {
    abort.current = new AbortController();
    const of = source.table.records.length;
    setState({ at: 'reading', what: 'rows', done: 0, of });
    const rows = await checkAll(
      source,
      later?.at ?? snapshot.now,
      (done) => setState({ at: 'reading', what: 'rows', done, of }),
      abort.current.signal,
    );
    if (rows === undefined) {
      say({ code: 'cancelled' });
      return setState(start);
    }
    const subjects = snapshot.summaries.flatMap((each) =>
      each.mprn === null ? [] : [each.subject],
    );
    const states = await console.casesOf(subjects);
    if (states === 'unread' || console.getSnapshot().trouble !== null) return setState(start);
    const moved = later === null ? rows : later.move(rows, snapshot.now);
    known.current = new Map(states.map((each) => [each.subject.slice('mprn:'.length), each]));
    setState({ at: 'looking', source, comparison: compare(moved) });
  };
  const lookAnew = async (source: Source, later: Later | null = null, isLeft = false) => {
    await putAway();
    const draft: Draft = { source, moved: later !== null, isLeft };
    looksAtLeft.current = isLeft;
    // What cannot be kept could not be brought in either: the store's trouble is said in its line.
    if (!(await console.keep(DRAFT, draft))) return setState(start);
    await look(source, later);
  };

  // Where the person was: N, Esc, a colleague or a crash lose neither the file nor a correction.
  const takeUp = useEffectEvent(async (draft: Draft | undefined, kept: Edits | undefined) => {
    if (draft === undefined) return setState((now) => (now.at === 'opening' ? start : now));
    setEdits(kept?.cells ?? []);
    setOverridden(kept?.overridden ?? false);
    setMarkChosen(kept?.markChosen ?? null);
    const corrected = new Map(kept?.cells ?? []);
    const { source } = draft;
    looksAtLeft.current = draft.isLeft === true;
    const records = source.table.records.map((each) => ({
      ...each,
      cells: corrected.get(each.record) ?? each.cells,
    }));
    const later = draft.moved ? await laterSample(console) : null;
    await look(
      { ...source, mapping: kept?.mapping ?? source.mapping, table: { ...source.table, records } },
      later,
    );
  });
  useEffect(() => {
    let stopped = false;
    void Promise.all([console.kept(DRAFT), console.kept(EDITS)]).then(([draft, kept]) => {
      if (!stopped) void takeUp(draft as Draft | undefined, kept as Edits | undefined);
    });
    return () => {
      stopped = true;
    };
  }, [console]);

  const take = async (name: string, content: Blob | string, later?: Later) => {
    say(null);
    const kept = (await console.kept('mappings')) as Readonly<Record<string, Mapping>> | undefined;
    abort.current = new AbortController();
    const reading = (done: number, of: number, rows: number) =>
      setState({ at: 'reading', what: 'bytes', done, of, rows });
    const source = await readSource(
      name,
      content,
      (header) => kept?.[mappingKey(header)],
      watchOf(abort.current.signal, reading),
    );
    if (!source.ok) {
      const { error } = source;
      if (error.code === 'cancelled') say({ code: 'cancelled' });
      return setState(error.code === 'cancelled' ? start : { at: 'start', problem: error });
    }
    await lookAnew(source.value, later ?? null);
  };

  const recheck = (source: Source, records: ReadonlySet<number>, rows: readonly CheckedRow[]) => {
    const bare = rows.map((row) =>
      records.has(row.record)
        ? checkRow(
            { record: row.record, cells: row.cells },
            { now: snapshot.now, mapping: source.mapping },
          )
        : row,
    );
    setState({ at: 'looking', source, comparison: compare(bare) });
  };

  const edit = (record: number, field: ColumnField, text: string) => {
    if (state.at !== 'looking') return;
    const column = state.source.mapping.indexOf(field);
    if (column < 0) return;
    const rows = state.comparison.rows.map((row) =>
      row.record === record
        ? { ...row, cells: row.cells.map((cell, at) => (at === column ? text : cell)) }
        : row,
    );
    const cells = rows.find((row) => row.record === record)?.cells ?? [];
    const corrected = [...edits.filter(([of]) => of !== record), [record, cells] as const];
    setEdits(corrected);
    keepEdits({ cells: corrected });
    recheck(state.source, new Set([record]), rows);
  };

  const remap = (column: number, field: ColumnField | null) => {
    if (state.at !== 'looking') return;
    const mapping = state.source.mapping.map((each, at) =>
      at === column ? field : each === field ? null : each,
    );
    const source = { ...state.source, mapping };
    void (async () => {
      const kept = ((await console.kept('mappings')) ?? {}) as Readonly<Record<string, Mapping>>;
      await console.keep('mappings', { ...kept, [mappingKey(source.table.header)]: mapping });
    })();
    keepEdits({ mapping });
    recheck(source, new Set(state.comparison.rows.map((row) => row.record)), state.comparison.rows);
  };

  const rowsIn =
    state.at === 'looking' ? state.comparison.rows.filter((row) => comesIn(row, overridden)) : [];
  const missing = state.at === 'looking' ? state.comparison.noLongerListed : [];
  // The same export again names at least half of those whom an earlier one listed.
  const sameExport = missing.length * 2 <= openFromFiles().length;
  const marksGone = missing.length > 0 && (markChosen ?? sameExport);
  const gone = marksGone ? missing : [];

  // What is wrong, or unusual and not let in, waits; it is lost neither here nor by leaving.
  const behind =
    state.at === 'looking'
      ? state.comparison.rows.filter(
          (row) =>
            !comesIn(row, overridden) &&
            row.standing.is !== 'unchanged' &&
            row.standing.is !== 'duplicate',
        )
      : [];

  const bring = async () => {
    if (state.at !== 'looking' || rowsIn.length + gone.length === 0) return;
    const before = state;
    say(null);
    abort.current = new AbortController();
    setState({ at: 'bringing', done: 0, of: rowsIn.length });
    const by = snapshot.operator ?? '';
    const done = await console.bring({
      file: state.source.name,
      rows: rowsIn.map((row) =>
        intakeRow(row, snapshot.now, worstLevel(row) === 'override' ? by : null),
      ),
      unlisted: gone,
      onProgress: (count, of) => setState({ at: 'bringing', done: count, of }),
      signal: abort.current.signal,
    });
    if (!done.ok) {
      if (done.error.code === 'cancelled') say({ code: 'cancelled' });
      return setState(before);
    }
    const { source } = before;
    const records = behind.map((row) => ({ record: row.record, cells: row.cells }));
    const others = looksAtLeft.current ? lefts.slice(1) : lefts;
    const behindNow = { ...source, table: { ...source.table, records } };
    await keepLefts(records.length === 0 ? others : [...others, behindNow]);
    await putAway();
    const fresh = rowsIn.filter(({ standing }) => standing.is === 'new').length;
    setState({
      at: 'done',
      fresh,
      changed: rowsIn.length - fresh,
      gone: gone.length,
      left: records.length,
    });
  };

  const saveBad = async (reasonOf: (row: ComparedRow) => string) => {
    if (state.at !== 'looking') return;
    const saved = await console.bridge.saveFile({
      name: state.source.name.replace(/\.[a-z]+$/i, '') + '-to-correct.csv',
      content: toCsv([
        [...state.source.table.header, 'What is wrong'],
        ...behind.map((row) => [...row.cells, reasonOf(row)]),
      ]),
    });
    // Whoever closed the dialog knows that nothing was saved.
    if (saved.ok) say({ code: 'saved', where: saved.where });
    else say(saved.reason === 'cancelled' ? null : { code: 'notWritable' });
  };

  return {
    state,
    said,
    left,
    takeLeft: async () => {
      if (left === null) return;
      // It stays among those left until what is corrected of it is brought in.
      await lookAnew(left, null, true);
    },
    dropLeft: () => keepLefts(lefts.slice(1)),
    overridden,
    marksGone,
    markGone,
    take,
    edit,
    remap,
    bring,
    saveBad,
    override,
    cancel: () => abort.current.abort(),
    reset: () => {
      say(null);
      setState(start);
      void putAway();
    },
    incoming: rowsIn.length,
    corrected: edits.length,
    behind,
  };
}
