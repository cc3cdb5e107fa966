import { describe, expect, it } from '@jest/globals';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { bytesOf, chronologyOf, columns, documentOf } from '../table-document.fixture.js';
import { writePdf } from './pdf.js';

interface Piece {
  readonly text: string;
  readonly left: number;
  readonly right: number;
}

/** What stands on each page, by another program than the one that wrote it. */
const pagesOf = async (document: Parameters<typeof bytesOf>[1]) => {
  const task = getDocument({ data: new Uint8Array(await bytesOf(writePdf, document)), verbosity: 0 });
  const pdf = await task.promise;
  const pages: { width: number; pieces: Piece[]; text: string }[] = [];
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    const pieces = items.flatMap((item) => {
      if (!('str' in item)) return [];
      const left = Number(item.transform[4]);
      return [{ text: item.str, left, right: left + item.width }];
    });
    pages.push({ width: page.view[2] ?? 0, pieces, text: pieces.map(({ text }) => text).join(' ') });
  }
  const { info } = await pdf.getMetadata();
  await task.destroy();
  return { pages, info: info as Record<string, unknown> };
};

describe('a table as PDF', () => {
  it('has headings, footer and page x of y on every page', async () => {
    const { pages } = await pagesOf(chronologyOf(60));
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, { text }] of pages.entries()) {
      expect(text).toContain('Position 4711 · policy 2026-12 · sha-256 9f86d0');
      expect(text).toContain(`Page ${index + 1} of ${pages.length}`);
      for (const { heading } of columns) for (const word of heading.split(' ')) expect(text).toContain(word);
    }
  });

  it('tells every row once, and a gap in words', async () => {
    const { pages } = await pagesOf(chronologyOf(60));
    const all = pages.map(({ text }) => text).join(' ');
    expect(all.match(/\[Gap\]/gu)).toHaveLength(6);
    for (let row = 1; row <= 60; row += 1)
      if (row % 9 !== 0) expect(all).toContain(`C-${String(row).padStart(4, '0')}`);
  });

  it('prints Vietnamese and Yoruba names, and tells the code of a letter that it cannot print', async () => {
    const { pages } = await pagesOf(documentOf('Nguyễn Thị Hồng Ánh and Ọlúwáṣeun Ẹniọlá met 李'));
    expect(pages[0]?.text).toContain('Nguyễn Thị Hồng Ánh and Ọlúwáṣeun Ẹniọlá met [U+674E]');
  });

  it('cuts nothing off at the edge of the page, however long a word is', async () => {
    const long = 'f'.repeat(3_000);
    const { pages } = await pagesOf(documentOf(long));
    for (const { pieces, width } of pages)
      for (const { left, right } of pieces) {
        expect(left).toBeGreaterThanOrEqual(27);
        expect(right).toBeLessThanOrEqual(width - 27);
      }
    expect(
      pages
        .flatMap(({ pieces }) => pieces)
        .filter(({ text }) => /^f+$/u.test(text))
        .map(({ text }) => text)
        .join(''),
    ).toBe(long);
  });

  it('lets a row that is taller than a page go on over pages', async () => {
    const words = Array.from({ length: 6_000 }, (_, index) => `w${index}`);
    const { pages } = await pagesOf(documentOf(words.join(' ')));
    const told = pages.flatMap(({ text }) => text.match(/\bw\d+\b/gu) ?? []);
    expect(pages.length).toBeGreaterThan(1);
    expect(told).toEqual(words);
  });

  it('takes its dates from the document and names nobody', async () => {
    const { info } = await pagesOf(documentOf('a'));
    expect(info.CreationDate).toBe('D:20261120100000Z');
    expect(info.Author).toBeUndefined();
  });

  it('is the same to the byte when it is made again', async () => {
    const [first, again] = [
      await bytesOf(writePdf, chronologyOf(30)),
      await bytesOf(writePdf, chronologyOf(30)),
    ];
    expect(first.equals(again)).toBe(true);
  });
});
