import { measureIn, printable, type Face } from '../../fonts/dejavu-sans.js';
import { wrap } from '../../fonts/wrap.js';
import { columnWidths } from '../column-widths.js';
import type { Progress } from '../progress.js';
import type { RowKind, Section, TableDocument } from '../table-document.js';
import { kindOf } from '../words-of-row.js';
import { cellLines, headingLines, lineHeight, padding, textSize, type Line } from './cell-lines.js';
import type { Drawing, Page, Paper } from './page.js';

const shades: Readonly<Record<RowKind | 'heading', string | null>> = {
  entry: null,
  gap: '#dddddd',
  conflict: '#f6e7c8',
  heading: '#c9d6e4',
};

/** The page that is being filled, from its upper edge. */
interface Sheet {
  drawings: Drawing[];
  y: number;
}

const bottomOf = (paper: Paper): number => paper.height - paper.margin - paper.footer;
const tallestOf = (cells: readonly (readonly Line[])[]): number =>
  Math.max(1, ...cells.map(({ length }) => length));
const heightOf = (lines: number): number => lines * lineHeight + 2 * padding;

const drawCells = (
  sheet: Sheet,
  paper: Paper,
  widths: readonly number[],
  cells: readonly (readonly Line[])[],
  fill: string | null,
): void => {
  const height = heightOf(tallestOf(cells));
  let x = paper.margin;
  for (const [index, width] of widths.entries()) {
    sheet.drawings.push({ draw: 'box', x, y: sheet.y, width, height, fill });
    for (const [place, { text, face }] of (cells[index] ?? []).entries())
      if (text)
        sheet.drawings.push({
          draw: 'text',
          x: x + padding,
          y: sheet.y + padding + place * lineHeight,
          text,
          face,
          size: textSize,
          colour: '#000000',
        });
    x += width;
  }
  sheet.y += height;
};

/** Text across the page. Yields the pages that it fills. */
function* across(
  sheet: Sheet,
  paper: Paper,
  look: { face: Face; size: number; colour: string; after: number; indent?: number },
  text: string,
): Generator<Page> {
  const indent = look.indent ?? 0;
  const width = paper.width - 2 * paper.margin - indent;
  for (const line of wrap(printable(text), width, measureIn(look.face, look.size))) {
    if (sheet.y + look.size * 1.3 > bottomOf(paper)) yield turn(sheet, paper);
    sheet.drawings.push({ draw: 'text', ...look, x: paper.margin + indent, y: sheet.y, text: line });
    sheet.y += look.size * 1.3;
  }
  sheet.y += look.after;
}

const turn = (sheet: Sheet, paper: Paper): Page => {
  const page = sheet.drawings;
  sheet.drawings = [];
  sheet.y = paper.margin;
  return page;
};

const normal = { face: 'condensed', size: 9, colour: '#000000', after: 2 } as const;

function* beginning(document: TableDocument, sheet: Sheet, paper: Paper): Generator<Page> {
  yield* across(sheet, paper, { face: 'bold', size: 18, colour: '#000000', after: 2 }, document.title);
  if (document.subtitle) yield* across(sheet, paper, { ...normal, size: 12, after: 8 }, document.subtitle);
  for (const { label, value } of document.facts) {
    const y = sheet.y;
    yield* across(sheet, paper, { ...normal, face: 'condensed-bold', after: -normal.size * 1.3 }, label);
    sheet.y = Math.max(paper.margin, Math.min(sheet.y, y));
    yield* across(sheet, paper, { ...normal, indent: 150 }, value);
  }
  sheet.y += 8;
}

/** The heading row stands on every page; a row that is taller than what is left goes on overleaf. */
async function* sectionPages(
  section: Section,
  sheet: Sheet,
  paper: Paper,
  progress: Progress,
): AsyncGenerator<Page> {
  const measure = measureIn('condensed-bold', textSize);
  const widths = await columnWidths(section, paper.width - 2 * paper.margin, 2 * padding + 0.5, measure);
  const headings = headingLines(section, widths);
  const room = (): number => Math.floor((bottomOf(paper) - sheet.y - 2 * padding) / lineHeight + 0.001);
  const drawHeadings = (): void => drawCells(sheet, paper, widths, headings, shades.heading);

  yield* across(sheet, paper, { face: 'bold', size: 12, colour: '#000000', after: 3 }, section.heading);
  if (section.note) yield* across(sheet, paper, { ...normal, after: 5 }, section.note);
  if (room() < tallestOf(headings) + 3) yield turn(sheet, paper);
  drawHeadings();
  const wholePage = Math.floor((bottomOf(paper) - paper.margin) / lineHeight) - tallestOf(headings) - 2;
  for await (const row of section.rows()) {
    let cells = cellLines(section, row, widths);
    const fill = shades[kindOf(row)];
    for (;;) {
      const lines = tallestOf(cells);
      if (lines <= room()) {
        drawCells(sheet, paper, widths, cells, fill);
        break;
      }
      // A short row is kept together; a long one fills the page and goes on.
      const fits = lines > wholePage / 3 && room() >= 3 ? room() : 0;
      if (fits > 0) {
        drawCells(
          sheet,
          paper,
          widths,
          cells.map((cell) => cell.slice(0, fits)),
          fill,
        );
        cells = cells.map((cell) => cell.slice(fits));
      }
      yield turn(sheet, paper);
      drawHeadings();
    }
    progress.row();
  }
}

/** The pages of a document, without footers: those need to know how many pages there are. A section begins on a page of its own. */
export async function* layOut(
  document: TableDocument,
  paper: Paper,
  progress: Progress,
): AsyncGenerator<Page> {
  const sheet: Sheet = { drawings: [], y: paper.margin };
  yield* beginning(document, sheet, paper);
  for (const [index, section] of document.sections.entries()) {
    if (index > 0) yield turn(sheet, paper);
    yield* sectionPages(section, sheet, paper, progress);
  }
  yield turn(sheet, paper);
}
