import { columnWidths } from '../../column-widths.js';
import { measureIn } from '../../../fonts/dejavu-sans.js';
import type { Progress } from '../../progress.js';
import type { Fact, Row, RowKind, Section } from '../../table-document.js';
import { kindOf, markedColumn, marksAsText } from '../../words-of-row.js';
import { cellSize } from './word-styles.js';
import { paragraph, run } from './word-text.js';

/** Twentieths of a point on each side of a cell. */
const padding = 45;

const shades: Readonly<Record<RowKind | 'heading', string | null>> = {
  entry: null,
  gap: 'DDDDDD',
  conflict: 'F6E7C8',
  heading: 'C9D6E4',
};

const edges = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];

const tableBeginning = (widths: readonly number[], border: 'single' | 'none'): string =>
  [
    `<w:tbl><w:tblPr><w:tblW w:w="${widths.reduce((sum, width) => sum + width, 0)}" w:type="dxa"/><w:tblBorders>`,
    ...edges.map((edge) => `<w:${edge} w:val="${border}" w:sz="4" w:space="0" w:color="888888"/>`),
    '</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>',
    `<w:left w:w="${padding}" w:type="dxa"/><w:right w:w="${padding}" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>`,
    ...widths.map((width) => `<w:gridCol w:w="${width}"/>`),
    '</w:tblGrid>',
  ].join('');

const cell = (width: number | undefined, shade: string | null, content: string): string =>
  [
    `<w:tc><w:tcPr><w:tcW w:w="${width ?? 0}" w:type="dxa"/>`,
    shade === null ? '' : `<w:shd w:val="clear" w:color="auto" w:fill="${shade}"/>`,
    `</w:tcPr>${content}</w:tc>`,
  ].join('');

const rowXml = (section: Section, widths: readonly number[], row: Row): string => {
  const marked = markedColumn(section)?.key;
  const marks = marksAsText(row);
  const cells = section.columns.map(({ key }, index) => {
    const text = row.cells[key] ?? '';
    const before = key === marked && marks ? [run(text ? `${marks} ` : marks, { bold: true })] : [];
    return cell(
      widths[index],
      shades[kindOf(row)],
      paragraph('Cell', ...before, ...(text ? [run(text)] : [])),
    );
  });
  return `<w:tr>${cells.join('')}</w:tr>`;
};

/** The rows of a section, under a heading row that is repeated on every page. `width` in twentieths of a point. */
export async function* sectionTable(
  section: Section,
  width: number,
  progress: Progress,
): AsyncGenerator<string> {
  // Half points as twentieths of a point. The condensed face runs as wide as Arial does.
  const measure = measureIn('condensed-bold', cellSize(section.columns.length) * 10);
  const widths = (await columnWidths(section, width, 2 * padding + 20, measure)).map(Math.floor);
  yield tableBeginning(widths, 'single');
  const headings = section.columns.map(({ heading }, index) =>
    cell(widths[index], shades.heading, paragraph('ColumnHeading', run(heading))),
  );
  yield `<w:tr><w:trPr><w:tblHeader/></w:trPr>${headings.join('')}</w:tr>`;
  for await (const row of section.rows()) {
    yield rowXml(section, widths, row);
    progress.row();
  }
  yield '</w:tbl>';
}

/** What the document says of itself: label and value, without lines. */
export const factsTable = (facts: readonly Fact[], width: number): string => {
  if (facts.length === 0) return '';
  const label = Math.floor(width / 5);
  const widths = [label, width - label];
  const rows = facts.map((fact) => {
    const cells = [
      cell(widths[0], null, paragraph('Fact', run(fact.label, { bold: true }))),
      cell(widths[1], null, paragraph('Fact', run(fact.value))),
    ];
    return `<w:tr>${cells.join('')}</w:tr>`;
  });
  return `${tableBeginning(widths, 'none')}${rows.join('')}</w:tbl>`;
};
