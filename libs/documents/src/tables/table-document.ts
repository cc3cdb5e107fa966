import type { Writable } from 'node:stream';

/*
 * A document of tables, whatever the format that it is written in. Nothing here knows what the rows are about.
 */

export interface Fact {
  readonly label: string;
  readonly value: string;
}

export interface Column {
  readonly key: string;
  readonly heading: string;
  /** Relative to the other columns of the section. */
  readonly width: number;
}

/** A gap is a time of which there is nothing to tell; conflicting rows are versions of one thing that stand side by side. */
export type RowKind = 'entry' | 'gap' | 'conflict';

export interface Row {
  /** By the key of the column; a column that is left out is empty. Line breaks are kept. */
  readonly cells: Readonly<Record<string, string>>;
  /** An entry where nothing is said. */
  readonly kind?: RowKind;
  /** Short words such as "late entry"; they are set before the text of the section's column for marks. */
  readonly marks?: readonly string[];
}

export interface Section {
  readonly heading: string;
  readonly note?: string;
  readonly columns: readonly Column[];
  /** Key of the column that marks are set in; the last column where nothing is said. */
  readonly marksIn?: string;
  /** From the beginning at every call: a writer may pass more than once. */
  readonly rows: () => AsyncIterable<Row>;
}

export interface TableDocument {
  readonly title: string;
  readonly subtitle?: string;
  readonly language: 'en-GB';
  /** RFC 3339 instant that the document speaks for. It stands in the file's properties, so that no clock does. */
  readonly dated: string;
  readonly facts: readonly Fact[];
  /** One line, printed on every page and sheet. */
  readonly footer: string;
  /** At least one. */
  readonly sections: readonly Section[];
}

export interface WritingOptions {
  /** Called now and then with the number of rows written so far, and once at the end. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Writes the document and ends `out`. Resolves when all of it has been handed over; rejects with what went wrong with the
 * rows or with `out`. The same document gives the same bytes.
 */
export type WriteDocument = (
  document: TableDocument,
  out: Writable,
  options?: WritingOptions,
) => Promise<void>;
