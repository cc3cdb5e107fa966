/**
 * Exports the chronology of a review in a process that does nothing else, so that its memory is the memory of that:
 * `node --expose-gc dist/test/bench/review-export-process.js FOLDER FORMAT IDENTITIES FILE`. It prints one line of JSON; how many rows it has come to it
 * says on standard error. The format `none` opens the review and makes no row; `digest` makes the canonical JSON and keeps none of it.
 */
import { createWriteStream } from 'node:fs';
import { memoryUsage } from 'node:process';
import { digestOfChronology } from '../../apps/gateway/src/exports/canonical-chronology.js';
import type { ExportFormat } from '../../apps/gateway/src/exports/export-options.js';
import type { ExportMeasured } from './review-export.js';
import { openChronology, writeChronology } from './review-chronology.js';
import { openReview } from './review-record.js';

const rowsBetweenCollections = 10_000;
const [folder = '', format = '', identities = '', file = ''] = process.argv.slice(2);

let [resident, heap, kept] = [0, 0, 0];
const look = () => {
  const { rss, heapUsed } = memoryUsage();
  resident = Math.max(resident, rss);
  heap = Math.max(heap, heapUsed);
};
/** What is not thrown away: what grows for ever would grow here. */
const collect = () => {
  globalThis.gc?.();
  kept = Math.max(kept, memoryUsage().heapUsed);
};
const looking = setInterval(look, 20);

const review = await openReview(folder);
const began = performance.now();
const opened = await openChronology(review, identities === 'anonymised' ? 'anonymised' : 'personalised');
look();
const openedSeconds = (performance.now() - began) / 1_000;
collect();
let rows = 0;
if (format !== 'none') {
  let collectedAt = 0;
  const say = (done: number) => {
    process.stderr.write(`${done} rows\n`);
    if (done - collectedAt < rowsBetweenCollections) return;
    collectedAt = done;
    collect();
  };
  const digested = await digestOfChronology(opened.chronology, opened.of, say);
  rows = digested.rows;
  if (format !== 'digest')
    await writeChronology(opened, format as ExportFormat, digested.digest, createWriteStream(file));
}
look();
const seconds = (performance.now() - began) / 1_000;
clearInterval(looking);
collect();
await review.close();
const megabytes = (bytes: number) => Math.round(bytes / 1e6);
const measured: ExportMeasured = {
  ...{ format, rows, seconds, openedSeconds, events: opened.chronology.events },
  ...{ residentMegabytes: megabytes(resident), heapMegabytes: megabytes(heap) },
  keptMegabytes: megabytes(kept),
};
process.stdout.write(`${JSON.stringify(measured)}\n`);
