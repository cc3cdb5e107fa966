import type { Column, Row, RowKind, Section } from './table-document.js';

const wordsOfKind: Readonly<Record<RowKind, string | null>> = {
  entry: null,
  gap: 'Gap',
  conflict: 'Conflicting version',
};

export const kindOf = (row: Row): RowKind => row.kind ?? 'entry';

/** What is special about a row, in words: shading alone is lost on a black and white copy and to a screen reader. */
export const marksOf = (row: Row): readonly string[] => {
  const kind = wordsOfKind[kindOf(row)];
  return [...(kind === null ? [] : [kind]), ...(row.marks ?? [])];
};

export const markedColumn = (section: Section): Column | undefined =>
  section.columns.find(({ key }) => key === section.marksIn) ?? section.columns.at(-1);

/** The marks as they stand before the text of their cell; empty where there are none. */
export const marksAsText = (row: Row): string =>
  marksOf(row)
    .map((mark) => `[${mark}]`)
    .join(' ');
