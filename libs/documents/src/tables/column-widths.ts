import type { Measure } from '../fonts/dejavu-sans.js';
import { wordsOf } from '../fonts/wrap.js';
import type { Section } from './table-document.js';

/** Rows that are looked at for the longest words: enough to know a column by, and nothing beside fifty thousand. */
const rowsLookedAt = 200;
/** In parts of the whole width: a digest or an address must not take the room of the texts. */
const widestWord = 0.08;

const longestWords = async (section: Section, measure: Measure): Promise<readonly number[]> => {
  const longest = section.columns.map(({ heading }) => Math.max(...wordsOf(heading).map(measure)));
  let rows = 0;
  for await (const { cells } of section.rows()) {
    for (const [index, { key }] of section.columns.entries())
      for (const word of wordsOf(cells[key] ?? ''))
        longest[index] = Math.max(longest[index] ?? 0, measure(word));
    rows += 1;
    if (rows === rowsLookedAt) break;
  }
  return longest;
};

/** Widths that add up to `total`: as weighted, but none narrower than its least, unless all of them together do not fit. */
export const sharedOut = (
  weights: readonly number[],
  least: readonly number[],
  total: number,
): readonly number[] => {
  const needed = least.reduce((sum, width) => sum + width, 0);
  if (needed >= total) return least.map((width) => (width * total) / needed);
  const narrow = new Set<number>();
  for (;;) {
    const room = least.reduce((left, width, index) => (narrow.has(index) ? left - width : left), total);
    const all = weights.reduce((sum, weight, index) => (narrow.has(index) ? sum : sum + weight), 0);
    const widths = weights.map((weight, index) =>
      narrow.has(index) ? (least[index] ?? 0) : (weight * room) / all,
    );
    const tooNarrow = widths.flatMap((width, index) => (width < (least[index] ?? 0) - 1e-9 ? [index] : []));
    if (tooNarrow.length === 0) return widths;
    for (const index of tooNarrow) narrow.add(index);
  }
};

/**
 * How wide each column of a section is, `total` in all: as the columns are weighted, but so that common words need not be broken.
 * `measure` is that of the bold letters of the headings; `padding` is what a cell needs beside its text.
 */
export const columnWidths = async (
  section: Section,
  total: number,
  padding: number,
  measure: Measure,
): Promise<readonly number[]> => {
  const words = await longestWords(section, measure);
  return sharedOut(
    section.columns.map(({ width }) => width),
    words.map((width) => Math.min(width, total * widestWord) + padding),
    total,
  );
};
