import { describe, expect, it } from '@jest/globals';
import { filesBelow, text } from './files.fixture.js';

/** The sources as one text, with what was broken over lines put together. */
const sources = ['apps', 'libs']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file))
  .map(text)
  .join('\n')
  .replaceAll(/['`]\s*\+\s*['`]/g, '');

const pages = filesBelow('docs/operate').filter((file) => file.endsWith('.md'));

/** What a page says that a program says: the first column of a table, where it is a quotation. */
const saidIn = (page: string): readonly string[] =>
  [...text(page).matchAll(/^\s*\| `([^`]+)` \|/gm)].map(([, said]) => said!);

describe('the pages for operators', () => {
  it.each(pages)('%s says what the programs say, word for word', (page) => {
    const pieces = saidIn(page).flatMap((said) => said.split('…').map((piece) => piece.trim()));
    expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([]);
  });

  it('say what is said where it matters', () => {
    expect(pages.flatMap(saidIn).length).toBeGreaterThanOrEqual(4);
  });
});
