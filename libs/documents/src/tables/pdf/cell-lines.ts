import { measureIn, printable, type Face } from '../../fonts/dejavu-sans.js';
import { wrap } from '../../fonts/wrap.js';
import type { Row, Section } from '../table-document.js';
import { markedColumn, marksAsText } from '../words-of-row.js';

export interface Line {
  readonly text: string;
  readonly face: Face;
}

export const textSize = 7;
export const lineHeight = 8.6;
/** On each side of a cell, in points. */
export const padding = 2.5;

const lines = (text: string, width: number, face: Face): readonly Line[] =>
  wrap(printable(text), width - 2 * padding, measureIn(face, textSize)).map((line) => ({ text: line, face }));

export const headingLines = (section: Section, widths: readonly number[]): readonly (readonly Line[])[] =>
  section.columns.map(({ heading }, index) => lines(heading, widths[index] ?? 0, 'condensed-bold'));

/** The lines of each cell of a row; marks stand in bold above the text of theirs. */
export const cellLines = (
  section: Section,
  row: Row,
  widths: readonly number[],
): readonly (readonly Line[])[] => {
  const marked = markedColumn(section)?.key;
  return section.columns.map(({ key }, index) => {
    const width = widths[index] ?? 0;
    const text = lines(row.cells[key] ?? '', width, 'condensed');
    return key === marked ? [...lines(marksAsText(row), width, 'condensed-bold'), ...text] : text;
  });
};
