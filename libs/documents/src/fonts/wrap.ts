import type { Measure } from './dejavu-sans.js';

// A line may end after a space, a hyphen, a slash or an underscore; references and dates have few spaces.
const piece = /[^\s\-/_]*[-/_]+|[^\s\-/_]+|\s+/gu;
/** The pieces of a text that stay together on a line. */
export const wordsOf = (text: string): readonly string[] =>
  (text.match(piece) ?? []).filter((found) => !/^\s/u.test(found));

const letters = new Intl.Segmenter('en-GB', { granularity: 'grapheme' });

const broken = (word: string, width: number, measure: Measure): string[] => {
  const parts: string[] = [];
  let part = '';
  for (const { segment } of letters.segment(word)) {
    if (part && measure(part + segment) > width) {
      parts.push(part);
      part = segment;
    } else part += segment;
  }
  return part ? [...parts, part] : parts;
};

const wrapParagraph = (text: string, width: number, measure: Measure): string[] => {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const found of text.match(piece) ?? []) {
    const space = /^\s/u.test(found);
    const wide = measure(space ? ' ' : found);
    if (used + wide <= width) {
      if (space && !line) continue;
      line += space ? ' ' : found;
      used += wide;
      continue;
    }
    if (line.trimEnd()) lines.push(line.trimEnd());
    line = '';
    used = 0;
    if (space) continue;
    const parts = wide > width ? broken(found, width, measure) : [found];
    line = parts.pop() ?? '';
    lines.push(...parts);
    used = measure(line);
  }
  if (line.trimEnd() || lines.length === 0) lines.push(line.trimEnd());
  return lines;
};

/** Lines no wider than `width`; a word that is wider by itself is broken between letters. Line breaks are kept; an empty text has no line. */
export const wrap = (text: string, width: number, measure: Measure): readonly string[] =>
  text === ''
    ? []
    : text.split(/\r\n|\r|\n/u).flatMap((paragraph) => wrapParagraph(paragraph, width, measure));
