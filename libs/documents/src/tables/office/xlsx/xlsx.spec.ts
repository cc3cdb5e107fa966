import { describe, expect, it } from '@jest/globals';
import { bytesOf, chronologyOf, columns, documentOf, rowsUpTo } from '../../table-document.fixture.js';
import { elements, partOf, partsOf, textOf } from '../office-package.fixture.js';
import { sheetNames } from './sheet-names.js';
import { writeXlsx } from './xlsx.js';

const read = async (document: Parameters<typeof bytesOf>[1]) => partsOf(await bytesOf(writeXlsx, document));
const sheet = 'xl/worksheets/sheet2.xml';

describe('a table as XLSX', () => {
  it('has a sheet for each section after one that tells about the document', async () => {
    const section = { heading: 'All agencies', columns, rows: () => rowsUpTo(2) };
    const parts = await read(
      chronologyOf(0, { sections: [section, { ...section, heading: 'all AGENCIES' }] }),
    );
    const names = elements(partOf(parts, 'xl/workbook.xml'), 'sheet').map((one) => one.getAttribute('name'));
    expect(names).toEqual(['About', 'All agencies', 'all AGENCIES (2)']);
    expect(partOf(parts, 'xl/worksheets/sheet1.xml').documentElement?.textContent).toContain(
      'Policy version2026-12',
    );
  });

  it('freezes the headings, filters all rows and repeats the headings in print', async () => {
    const parts = await read(chronologyOf(40));
    const rows = elements(partOf(parts, sheet), 'row');
    expect(rows).toHaveLength(42);
    expect(textOf(rows[0])).toContain('sha-256 9f86d0');
    expect(rows[1] && elements(rows[1], 'c').map(textOf)).toEqual(columns.map(({ heading }) => heading));
    expect(elements(partOf(parts, sheet), 'pane')[0]?.getAttribute('ySplit')).toBe('2');
    expect(elements(partOf(parts, sheet), 'autoFilter')[0]?.getAttribute('ref')).toBe('A2:R42');
    expect(textOf(elements(partOf(parts, 'xl/workbook.xml'), 'definedName')[0])).toBe(
      "'Police own chronology 1 2'!$1:$2",
    );
    expect(textOf(elements(partOf(parts, sheet), 'oddFooter')[0])).toContain('Position 4711');
  });

  it('holds text and nothing that is computed', async () => {
    const cells = elements(partOf(await read(documentOf('=HYPERLINK("x")', '_x0041_', '12')), sheet), 'c');
    expect(cells.every((cell) => cell.getAttribute('t') === 'inlineStr')).toBe(true);
    expect(cells.flatMap((cell) => elements(cell, 'f'))).toEqual([]);
    expect(cells.slice(-3).map(textOf)).toEqual(['=HYPERLINK("x")', '_x005F_x0041_', '12']);
  });

  it('goes on in the next row where a text is longer than a cell may be', async () => {
    const long = 'đ'.repeat(40_000);
    const cells = elements(partOf(await read(documentOf(long)), sheet), 'c')
      .slice(2)
      .map(textOf);
    expect(cells).toHaveLength(2);
    expect(cells.join('')).toBe(long);
  });

  it('keeps the footer of the printed page within what Excel takes', async () => {
    const parts = await read(chronologyOf(1, { footer: '&'.repeat(200) }));
    expect(textOf(elements(partOf(parts, sheet), 'oddFooter')[0]).length).toBeLessThanOrEqual(255);
    expect(textOf(elements(partOf(parts, sheet), 'row')[0])).toContain('&'.repeat(200));
  });

  it('is the same to the byte when it is made again', async () => {
    expect(await bytesOf(writeXlsx, chronologyOf(30))).toEqual(await bytesOf(writeXlsx, chronologyOf(30)));
  });
});

describe('the name of a sheet', () => {
  it.each([
    [['A/B: [C]?'], ['A B C']],
    [
      ["'quoted'", ''],
      ['quoted', 'Sheet'],
    ],
    [['History'], ['History (2)']],
    [
      ['x'.repeat(40), 'x'.repeat(40)],
      ['x'.repeat(31), `${'x'.repeat(27)} (2)`],
    ],
  ])('of %j is %j', (headings, names) => {
    expect(sheetNames(headings)).toEqual(names);
  });
});
