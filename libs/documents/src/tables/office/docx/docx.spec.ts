import { describe, expect, it } from '@jest/globals';
import { bytesOf, chronologyOf, columns, documentOf } from '../../table-document.fixture.js';
import { elements, partOf, partsOf, textOf } from '../office-package.fixture.js';
import { writeDocx } from './docx.js';

const read = async (document: Parameters<typeof bytesOf>[1]) => partsOf(await bytesOf(writeDocx, document));

describe('a table as DOCX', () => {
  it('has a row for each row under a heading row that is repeated on every page', async () => {
    const [, table] = elements(partOf(await read(chronologyOf(40)), 'word/document.xml'), 'w:tbl');
    if (!table) throw new Error('There is no table of rows.');
    const rows = elements(table, 'w:tr');
    expect(rows).toHaveLength(41);
    expect(elements(table, 'w:tblHeader')).toHaveLength(1);
    expect(rows[0] && elements(rows[0], 'w:tc').map(textOf)).toEqual(columns.map(({ heading }) => heading));
    expect(textOf(rows[5])).toContain('[late entry] [corrected by C-0031] The child told');
    expect(textOf(rows[9])).toContain('[Gap]');
    expect(rows[9] && elements(rows[9], 'w:shd')[0]?.getAttribute('w:fill')).toBe('DDDDDD');
  });

  it('lies on its side, and its columns fill the page and no more', async () => {
    const main = partOf(await read(chronologyOf(3)), 'word/document.xml');
    const size = elements(main, 'w:pgSz')[0];
    expect(size?.getAttribute('w:orient')).toBe('landscape');
    const [, table] = elements(main, 'w:tbl');
    const widths = (table ? elements(table, 'w:gridCol') : []).map((column) =>
      Number(column.getAttribute('w:w')),
    );
    const total = widths.reduce((sum, width) => sum + width, 0);
    const room = Number(size?.getAttribute('w:w')) - 2 * 567;
    expect(widths).toHaveLength(18);
    expect(total).toBeLessThanOrEqual(room);
    expect(total).toBeGreaterThan(room - 30);
  });

  it('carries the footer and the number of the page on every page', async () => {
    const footer = partOf(await read(chronologyOf(1)), 'word/footer1.xml');
    expect(footer.documentElement?.textContent).toContain('Position 4711 · policy 2026-12 · sha-256 9f86d0');
    expect(elements(footer, 'w:fldSimple').map((field) => field.getAttribute('w:instr')?.trim())).toEqual([
      'PAGE',
      'NUMPAGES',
    ]);
  });

  it('takes its dates from the document and names nobody', async () => {
    const core = partOf(await read(chronologyOf(1)), 'docProps/core.xml');
    expect(textOf(elements(core, 'dcterms:created')[0])).toBe('2026-11-20T10:00:00Z');
    expect(elements(core, 'dc:creator')).toEqual([]);
  });

  it('tells untrusted text as it is, less what XML cannot hold', async () => {
    const main = partOf(
      await read(documentOf('</w:t><w:br/>&amp; "Nguyễn"\u0000\uD800 end')),
      'word/document.xml',
    );
    expect(main.documentElement?.textContent).toContain('</w:t><w:br/>&amp; "Nguyễn"\uFFFD\uFFFD end');
  });

  it('is the same to the byte when it is made again', async () => {
    expect(await bytesOf(writeDocx, chronologyOf(30))).toEqual(await bytesOf(writeDocx, chronologyOf(30)));
  });
});
