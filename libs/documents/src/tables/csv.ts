import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import { progressOf, type Progress } from './progress.js';
import type { Column, TableDocument, WriteDocument } from './table-document.js';
import { kindOf, marksOf } from './words-of-row.js';

/**
 * A spreadsheet takes a cell that begins like this for a formula and computes it; an apostrophe before it makes it text again
 * (OWASP, CSV injection). White space in front does not stop every program.
 */
const formula = /^(?:[\t\r\n]|\s*[=+\-@＝＋－＠])/u;
const defused = (text: string): string => (formula.test(text) ? `'${text}` : text);

const aboutThisFile = 'About this file';

/** The columns of all sections, each once. */
const columnsOf = ({ sections }: TableDocument): readonly Column[] => [
  ...new Map(sections.flatMap(({ columns }) => columns.map((column) => [column.key, column]))).values(),
];

async function* recordsOf(document: TableDocument, progress: Progress): AsyncGenerator<string[]> {
  const columns = columnsOf(document);
  // Every record has the same number of fields: a reader of CSV may insist on it.
  const record = (section: string, kind: string, marks: string, cells: readonly string[]): string[] =>
    [section, kind, marks, ...columns.map((_, index) => cells[index] ?? '')].map(defused);
  const about = (label: string, value: string): string[] =>
    record(aboutThisFile, 'about', '', columns.length > 1 ? [label, value] : [`${label}: ${value}`]);
  yield record(
    'Section',
    'Kind',
    'Marks',
    columns.map(({ heading }) => heading),
  );
  yield about('Title', document.title);
  if (document.subtitle) yield about('Subtitle', document.subtitle);
  for (const { label, value } of document.facts) yield about(label, value);
  yield about('Footer', document.footer);
  for (const section of document.sections) {
    if (section.note) yield record(section.heading, 'note', '', [section.note]);
    for await (const row of section.rows()) {
      const cells = columns.map(({ key }) => row.cells[key] ?? '');
      yield record(section.heading, kindOf(row), marksOf(row).join('; '), cells);
      progress.row();
    }
  }
  progress.end();
}

/**
 * One table as RFC 4180 has it, in UTF-8 with a byte order mark (without it, spreadsheets read names wrongly). Before the columns of
 * the sections stand section, kind of row and marks; the first rows, of the kind `about`, are what the document says of itself.
 */
export const writeCsv: WriteDocument = (document, out, options = {}) =>
  pipeline(
    Readable.from(recordsOf(document, progressOf(options))),
    stringify({ bom: true, record_delimiter: 'windows' }),
    out,
  );
