import { escapeXml } from '../../../xml/escape.js';

/** Places of the formats in the list that `workbook.ts` writes. */
export const looks = { text: 0, line: 1, heading: 2, entry: 3, gap: 4, conflict: 5, title: 6 } as const;
export type Look = keyof typeof looks;

/** What one cell can hold in Excel. */
const longestCell = 32_767;

/** `A`, `B`, ... `Z`, `AA`: the name of a column from its place, which starts at 0. */
export const columnName = (index: number): string =>
  index < 26
    ? String.fromCharCode(65 + index)
    : `${columnName(Math.floor(index / 26) - 1)}${columnName(index % 26)}`;

// In a cell `_x0041_` would be read as the letter A.
const literal = (text: string): string => text.replace(/_(?=x[0-9A-Fa-f]{4}_)/gu, '_x005F_');

/** A cell of text, whatever it looks like: nothing in it is ever computed. `marks` stand in bold before it. */
export const textCell = (reference: string, look: Look, text: string, marks = ''): string => {
  const beginning = `<c r="${reference}" s="${looks[look]}"`;
  if (!text && !marks) return `${beginning}/>`;
  const piece = (words: string): string =>
    `<t xml:space="preserve">${escapeXml(literal(words.replace(/\r\n?/gu, '\n')))}</t>`;
  const content = marks
    ? `<r><rPr><b/><sz val="9"/><rFont val="Arial"/></rPr>${piece(text ? `${marks} ` : marks)}</r>` +
      (text ? `<r><rPr><sz val="9"/><rFont val="Arial"/></rPr>${piece(text)}</r>` : '')
    : piece(text);
  return `${beginning} t="inlineStr"><is>${content}</is></c>`;
};

/** The text in pieces that a cell can hold; the rows below take what is left. Leaves room for marks. */
export const inCells = (text: string): readonly string[] => {
  const pieces: string[] = [];
  let rest = text;
  while (rest.length > longestCell - 1_000) {
    const whole = rest.slice(0, longestCell - 1_000).replace(/[\u{D800}-\u{DBFF}]$/u, '');
    pieces.push(whole);
    rest = rest.slice(whole.length);
  }
  return [...pieces, rest];
};
