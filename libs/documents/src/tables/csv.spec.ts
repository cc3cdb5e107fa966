import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { writeCsv } from './csv.js';
import { bytesOf, chronologyOf, columns, documentOf } from './table-document.fixture.js';

const recordsOf = async (document: Parameters<typeof bytesOf>[1]): Promise<string[][]> =>
  parse(await bytesOf(writeCsv, document), { bom: true });

describe('a table as CSV', () => {
  it('has a record for each row, with its section, its kind and its marks before its cells', async () => {
    const [heading, ...records] = await recordsOf(chronologyOf(40));
    expect(heading).toEqual(['Section', 'Kind', 'Marks', ...columns.map((column) => column.heading)]);
    const rows = records.filter(([, kind]) => kind !== 'about' && kind !== 'note');
    expect(rows).toHaveLength(40);
    expect(rows[8]?.slice(0, 3)).toEqual(['Police: own chronology [1/2]', 'gap', 'Gap']);
    expect(rows[4]?.slice(1, 4)).toEqual(['entry', 'late entry; corrected by C-0031', 'C-0005']);
    expect(rows[4]?.[10]).toContain('Nguyễn Thị Hồng Ánh');
  });

  it('says first what the whole file is, in records as long as all others', async () => {
    const records = await recordsOf(chronologyOf(1));
    const digest = records.find(([, kind, , label]) => kind === 'about' && label === 'Digest');
    expect(digest?.[4]).toContain('9f86d081884c7d65');
    expect(
      records.some(([, , , label, value]) => label === 'Footer' && value?.startsWith('Position 4711')),
    ).toBe(true);
    expect(new Set(records.map(({ length }) => length))).toEqual(new Set([21]));
  });

  it.each(['=1+1', '+1', '-385 days', '@SUM(A1)', '\tx', '\rx', '\nx', '  =1+1', '＝1+1'])(
    'does not let a spreadsheet compute %j',
    async (text) => {
      const records = await recordsOf(documentOf(text));
      expect(records.at(-1)?.[3]).toBe(`'${text}`);
    },
  );

  it('keeps quotation marks, separators and line breaks as they were told', async () => {
    const text = 'She said "no", twice;\nthen left';
    expect((await recordsOf(documentOf(text))).at(-1)?.[3]).toBe(text);
  });

  it('is the same to the byte when it is made again', async () => {
    expect(await bytesOf(writeCsv, chronologyOf(30))).toEqual(await bytesOf(writeCsv, chronologyOf(30)));
  });
});
