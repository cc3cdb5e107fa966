import { measureIn, type Measure } from '../../../fonts/dejavu-sans.js';
import { wrap } from '../../../fonts/wrap.js';
import { escapeXml } from '../../../xml/escape.js';
import { columnWidths } from '../../column-widths.js';
import type { Progress } from '../../progress.js';
import type { Row, Section, TableDocument } from '../../table-document.js';
import { kindOf, markedColumn, marksAsText } from '../../words-of-row.js';
import { xmlDeclaration } from '../office-package.js';
import { columnName, inCells, textCell } from './cells.js';

export const sheetNamespace = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';

/** What a sheet can hold in Excel. */
const mostRows = 1_048_576;
/** What the footer of a printed sheet can hold in Excel, with the codes in it. */
const longestFooter = 255;

/** A section has more rows than a sheet can hold. */
export class TooManyRowsForSheet extends Error {
  constructor(heading: string) {
    super(
      `"${heading}" has more than the ${mostRows} rows of a sheet: narrow what is exported, or take it as CSV.`,
    );
    this.name = 'TooManyRowsForSheet';
  }
}

const pageFooter = (footer: string): string => {
  const [left, right] = ['&L&8', '&R&8Page &P of &N'];
  const room = longestFooter - left.length - right.length;
  const text = footer.replaceAll('&', '&&');
  // A code that is cut in two would be misread; the whole line stands on the first row of every page in any case.
  const cut =
    text.length <= room ? text : `${text.slice(0, room - 1).replace(/&+$|[\u{D800}-\u{DBFF}]$/u, '')}…`;
  return `<headerFooter><oddFooter>${escapeXml(`${left}${cut}${right}`)}</oddFooter></headerFooter>`;
};

const paper = [
  '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.6" header="0.3" footer="0.3"/>',
  // As wide as a page of A3 on its side, as many pages long as it takes.
  '<pageSetup paperSize="8" orientation="landscape" fitToWidth="1" fitToHeight="0"/>',
].join('');

const beginning = (widths: readonly number[], frozen: number): string =>
  [
    `${xmlDeclaration}<worksheet ${sheetNamespace}><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>`,
    frozen
      ? `<sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView>`
      : '<sheetView workbookViewId="0"/>',
    '</sheetViews><sheetFormatPr defaultRowHeight="12.75"/><cols>',
    ...widths.map(
      (width, index) => `<col min="${index + 1}" max="${index + 1}" width="${width}" customWidth="1"/>`,
    ),
    '</cols><sheetData>',
  ].join('');

const headingRow = 2;
const aboutWidths = [30, 150];

/** In points, of the letters that cells are written in. */
const letterSize = 9;
const lineHeight = 11.6;
/** Excel takes no row taller and no column wider. */
const tallest = 409;
const widest = 255;
/** All columns together, in the unit of the format: about one digit of the usual letters, which is five points here. */
const across = 300;
const pointsOf = (width: number): number => width * 5;

const regular = measureIn('condensed', letterSize);
const bold = measureIn('condensed-bold', letterSize);

const widthsOf = async (section: Section): Promise<readonly number[]> => {
  const total = Math.min(across, section.columns.length * 40);
  // Beside the text there is the button of the filter.
  const widths = await columnWidths(section, pointsOf(total), 18, bold);
  return widths.map((width) => Math.min(widest, Math.ceil(width / pointsOf(1))));
};

/** Programs that open a workbook do not all find out by themselves how tall a wrapped row is. */
const heightOf = (texts: readonly string[], widths: readonly number[], measure: Measure): number => {
  const lines = texts.map((text, index) => wrap(text, pointsOf(widths[index] ?? 1) - 6, measure).length);
  return Math.min(tallest, Math.ceil(Math.max(1, ...lines) * lineHeight + 3));
};

const rowXml = (row: number, cells: readonly string[], height?: number): string =>
  `<row r="${row}"${height === undefined ? '' : ` ht="${height}" customHeight="1"`}>${cells.join('')}</row>`;

/** The row; where a text is longer than a cell can be, the rest of it follows in rows below. */
const sheetRows = (
  section: Section,
  widths: readonly number[],
  row: Row,
  first: number,
): readonly string[] => {
  const marked = markedColumn(section)?.key;
  const texts = section.columns.map(({ key }) => inCells(row.cells[key] ?? ''));
  const rows = Math.max(...texts.map(({ length }) => length));
  return Array.from({ length: rows }, (_, more) => {
    const marksOf = (key: string): string => (key === marked && more === 0 ? marksAsText(row) : '');
    const told = texts.map((pieces) => pieces[more] ?? '');
    const cells = section.columns.map(({ key }, index) =>
      textCell(`${columnName(index)}${first + more}`, kindOf(row), told[index] ?? '', marksOf(key)),
    );
    const whole = section.columns.map(({ key }, index) => `${marksOf(key)} ${told[index] ?? ''}`);
    return rowXml(first + more, cells, heightOf(whole, widths, regular));
  });
};

/** Heading row and rows of a section; the first row says of which document it is, and is printed on every page. */
export async function* sectionSheet(
  document: TableDocument,
  section: Section,
  progress: Progress,
): AsyncGenerator<string> {
  const widths = await widthsOf(section);
  yield beginning(widths, headingRow);
  yield rowXml(1, [textCell('A1', 'line', `${document.title} · ${section.heading} · ${document.footer}`)]);
  const headings = section.columns.map(({ heading }) => heading);
  yield rowXml(
    headingRow,
    headings.map((heading, index) => textCell(`${columnName(index)}${headingRow}`, 'heading', heading)),
    heightOf(headings, widths, bold),
  );
  let last = headingRow;
  for await (const row of section.rows()) {
    const written = sheetRows(section, widths, row, last + 1);
    last += written.length;
    if (last > mostRows) throw new TooManyRowsForSheet(section.heading);
    yield written.join('');
    progress.row();
  }
  const corner = `${columnName(section.columns.length - 1)}${last}`;
  yield `</sheetData><autoFilter ref="A${headingRow}:${corner}"/>${paper}${pageFooter(document.footer)}</worksheet>`;
}

/** The sheet before the others: what the document says of itself. */
export function* aboutSheet(document: TableDocument): Generator<string> {
  const lines: readonly (readonly [string, string])[] = [
    ...document.facts.map(({ label, value }) => [label, value] as const),
    ...document.sections.flatMap(({ heading, note }) => (note ? [[heading, note] as const] : [])),
    ['On every page', document.footer],
  ];
  yield beginning(aboutWidths, 0);
  yield rowXml(1, [textCell('A1', 'title', document.title)]);
  yield rowXml(2, [textCell('A2', 'line', document.subtitle ?? '')]);
  for (const [index, [label, value]] of lines.entries()) {
    const row = index + 4;
    const cells = [textCell(`A${row}`, 'heading', label), textCell(`B${row}`, 'entry', value)];
    yield rowXml(row, cells, heightOf([label, value], aboutWidths, bold));
  }
  yield `</sheetData>${paper}${pageFooter(document.footer)}</worksheet>`;
}
