import { PassThrough, Readable } from 'node:stream';
import { writeCsv, writeDocx, writePdf, writeXlsx, type WriteDocument } from '#documents';
import { canonicalChronology } from './canonical-chronology.js';
import { chronologyDocument } from './chronology-document.js';
import type { ExportFormat } from './export-options.js';
import type { OpenedChronology } from './planned-chronology.js';

export const contentTypes: Readonly<Record<ExportFormat, string>> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  json: 'application/json; charset=utf-8',
};

const writers: Readonly<Record<Exclude<ExportFormat, 'json'>, WriteDocument>> = {
  docx: writeDocx,
  xlsx: writeXlsx,
  csv: writeCsv,
  pdf: writePdf,
};

/** A document that tells of nothing is dated by the beginning of all documents. */
const noDate = '1970-01-01T00:00:00.000Z';

/**
 * The bytes of an export, as they are made: rows are opened as they are read. What goes wrong in the middle ends the
 * stream with the error, so that nobody takes a part for the whole.
 */
export const exportedBytes = (
  { chronology, of }: Pick<OpenedChronology, 'chronology' | 'of'>,
  format: ExportFormat,
  digest: string,
): Readable => {
  if (format === 'json') return Readable.from(canonicalChronology(chronology, of), { objectMode: false });
  const out = new PassThrough();
  const document = chronologyDocument(chronology, {
    ...of,
    digest,
    dated: chronology.lastRecorded ?? noDate,
  });
  writers[format](document, out).catch((problem: unknown) =>
    out.destroy(problem instanceof Error ? problem : new Error('The document could not be written.')),
  );
  return out;
};
