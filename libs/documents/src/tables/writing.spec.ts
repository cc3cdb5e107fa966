import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { writeCsv } from './csv.js';
import { writeDocx } from './office/docx/docx.js';
import { writeXlsx } from './office/xlsx/xlsx.js';
import { writePdf } from './pdf/pdf.js';
import { chronologyOf, rowsUpTo } from './table-document.fixture.js';
import type { Row, TableDocument } from './table-document.js';

const formats = { writeCsv, writeDocx, writePdf, writeXlsx };

const withRows = (rows: () => AsyncGenerator<Row>): TableDocument => {
  const document = chronologyOf(0);
  return { ...document, sections: document.sections.map((section) => ({ ...section, rows })) };
};

describe.each(Object.entries(formats))('%s', (_, write) => {
  it('reports its progress up to the number of rows', async () => {
    const reports: number[] = [];
    await write(chronologyOf(1_100), new PassThrough().resume(), {
      onProgress: (rows) => reports.push(rows),
    });
    expect(reports).toEqual([500, 1_000, 1_100]);
  });

  it('fails with what went wrong with the rows', async () => {
    const failing = withRows(async function* () {
      yield* rowsUpTo(300);
      throw new Error('The log is away.');
    });
    await expect(write(failing, new PassThrough().resume())).rejects.toThrow('The log is away.');
  });

  it('stops, and leaves no rows open, when nobody takes what it writes', async () => {
    let open = 0;
    const endless = withRows(async function* () {
      open += 1;
      try {
        yield* rowsUpTo(2_000);
      } finally {
        open -= 1;
      }
    });
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('The disk is full.')) });
    await expect(write(endless, full)).rejects.toThrow('The disk is full.');
    await new Promise((resolve) => setImmediate(resolve));
    expect(open).toBe(0);
  });

  it('reads no further once whoever was to take it has gone, even before the first byte', async () => {
    const gone = new PassThrough().resume();
    let read = 0;
    const long = withRows(async function* () {
      for await (const row of rowsUpTo(5_000)) {
        read += 1;
        if (read === 400) gone.destroy();
        if (read % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
        yield row;
      }
    });
    await expect(write(long, gone)).rejects.toThrow('Premature close');
    for (let turn = 0; turn < 100; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    expect(read).toBeLessThan(1_500);
  });
});
