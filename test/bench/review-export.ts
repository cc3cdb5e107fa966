/**
 * What an export costs as it grows to 50,000 rows: seconds and the most memory of a process that does nothing else, for
 * each format, own chronologies and composite together. Beside each the same review opened without a row made: its
 * headers are in memory, and what more there is should not grow with the rows.
 *
 * Run it: `npm run build && node dist/test/bench/review-export.js [rows...]`
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tellReview } from './review-record.js';

export interface ExportMeasured {
  readonly format: string;
  readonly events: number;
  readonly rows: number;
  /** From the question to the last byte. */
  readonly seconds: number;
  /** Until the first row could be made. */
  readonly openedSeconds: number;
  /** The most that there was. */
  readonly residentMegabytes: number;
  readonly heapMegabytes: number;
  /** The most that was left of the heap after a collection. */
  readonly keptMegabytes: number;
}

export interface ExportRow extends ExportMeasured {
  readonly identities: string;
  /** Of the file. */
  readonly megabytes: number;
}

const cases = 40;
const program = fileURLToPath(new URL('./review-export-process.js', import.meta.url));
const run = promisify(execFile);

const formats = ['none', 'digest', 'csv', 'json', 'xlsx', 'docx', 'pdf'];

const exported = async (folder: string, format: string, identities: string): Promise<ExportRow> => {
  const file = join(folder, `it.${format}`);
  const { stdout } = await run(process.execPath, ['--expose-gc', program, folder, format, identities, file]);
  const made = await stat(file).catch(() => null);
  await rm(file, { force: true });
  const megabytes = Math.round((made?.size ?? 0) / 1e6);
  return { ...(JSON.parse(stdout) as ExportMeasured), identities, megabytes };
};

/** Each event is a row of its agency's own chronology and one of the composite. */
const measureSize = async (rows: number, wanted: readonly string[]): Promise<readonly ExportRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-export-'));
  try {
    await tellReview(folder, {
      ...{ cases, eventsOfACase: Math.ceil(rows / 2 / cases) },
      disclosures: Math.ceil(rows / 50),
    });
    const measured: ExportRow[] = [];
    for (const format of wanted) measured.push(await exported(folder, format, 'personalised'));
    measured.push(await exported(folder, 'digest', 'anonymised'));
    return measured;
  } finally {
    await rm(folder, { recursive: true });
  }
};

export const benchExport = async (
  sizes: readonly number[] = [5_000, 20_000, 50_000],
  wanted: readonly string[] = formats,
): Promise<readonly ExportRow[]> => {
  const measured: ExportRow[] = [];
  for (const size of sizes) measured.push(...(await measureSize(size, wanted)));
  return measured;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sizes = process.argv.slice(2).map(Number);
  const rows = await benchExport(sizes.length === 0 ? undefined : sizes);
  for (const row of rows) process.stdout.write(`${JSON.stringify(row)}\n`);
}
