/**
 * How long a board waits for what it asks of a case with 2,000 events in forty linked cases and eight agencies, with a
 * thousand records of who read what: decisions with the state of every other event at the moment of each, findings, what a
 * decision rests on, and the composite chronology in each format. Beside it the least that any answer must do: read the
 * same events and open their parts, or join the cells of the same rows with commas.
 *
 * Run it: `npm run build && node dist/test/bench/review.js`
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { graphPicture } from '#documents';
import {
  always,
  decisionsQuestion,
  findingsQuestion,
  relianceAsGraph,
  relianceQuestion,
  type DecisionUnderReview,
  type TimelineCursor,
} from '#read-models';
import { openStored } from '#recording';
import type { ExportFormat } from '../../apps/gateway/src/exports/export-options.js';
import { digestOfChronology } from '../../apps/gateway/src/exports/canonical-chronology.js';
import { compositeOf, openChronology, writeChronology, type OpenedChronology } from './review-chronology.js';
import { openReview, tellReview, type OpenedReview } from './review-record.js';

export interface ReviewRow {
  readonly what: string;
  /** How many decisions, findings, nodes or rows there are. */
  readonly count: number;
  readonly milliseconds: number;
  /** Within which it should be answered; null where nothing was set. */
  readonly aim: number | null;
  readonly floor: number;
  /** The median of the rounds' own ratios. */
  readonly ratio: number;
}

export const sizeOfReview = { cases: 40, eventsOfACase: 50, disclosures: 1_000 };

const formats: readonly ExportFormat[] = ['pdf', 'docx', 'xlsx', 'csv', 'json'];
const firstPage = 25;

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** Reads the events of the cases and opens all of their parts. */
const readAndOpen = async ({ store, sealing, events }: OpenedReview): Promise<void> => {
  const open = openStored(sealing);
  let opened = 0;
  for await (const delivery of store.subscribe({ after: 'start', streams: ['case-'], batchSize: 200 })) {
    if (delivery.kind === 'caught-up') break;
    opened += (await open(delivery.events)).length;
  }
  if (opened < events) throw new Error('Some events are missing.');
};

interface Measured {
  readonly what: string;
  readonly aim?: number;
  readonly work: () => Promise<number>;
  readonly floor: () => Promise<unknown>;
}

const measure = async ({ what, aim, work, floor }: Measured, rounds: number): Promise<ReviewRow> => {
  let count = 0;
  const pairs: { readonly ours: number; readonly floor: number }[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const ours = await took(async () => {
      count = await work();
    });
    pairs.push({ ours, floor: await took(floor) });
  }
  return {
    ...{ what, count, aim: aim ?? null },
    milliseconds: median(pairs.map(({ ours }) => ours)),
    floor: median(pairs.map((pair) => pair.floor)),
    ratio: median(pairs.map(({ ours, floor: least }) => ours / least)),
  };
};

/** What a board asks of the record. */
const questionsOf = (review: OpenedReview): readonly Measured[] => {
  const { ask } = review;
  const floor = () => readAndOpen(review);
  const page = async (after?: TimelineCursor) =>
    (await ask(decisionsQuestion({ first: firstPage, ...(after === undefined ? {} : { after }) }))).answer;
  const all = async (): Promise<readonly DecisionUnderReview[]> => {
    const decisions: DecisionUnderReview[] = [];
    for (let after: TimelineCursor | undefined, more = true; more;) {
      const { edges, hasNextPage } = await page(after);
      decisions.push(...edges.map(({ node }) => node));
      [after, more] = [edges.at(-1)?.cursor, hasNextPage];
    }
    return decisions;
  };
  const reliance = async () => {
    const { edges } = await page();
    const asked = edges.at(-1)!.node.event.eventId;
    const { answer } = await ask(always(relianceQuestion(asked)));
    await graphPicture(relianceAsGraph(answer, 'What it rests on'));
    return answer.nodes.length;
  };
  return [
    {
      ...{ what: `the first ${firstPage} decisions, each with the state of all events`, aim: 2_000, floor },
      work: async () => (await page()).edges.length,
    },
    { what: 'all decisions, page after page', work: async () => (await all()).length, floor },
    { what: 'findings', work: async () => (await ask(always(findingsQuestion))).answer.length, floor },
    { what: 'a page, then what its last decision rests on, drawn', work: reliance, floor },
  ];
};

/** From the question to the last byte on the disk. */
const chronologyAs = (
  format: ExportFormat,
  { review, folder, lines }: { review: OpenedReview; folder: string; lines: readonly string[] },
): Measured => ({
  what: `composite chronology as ${format.toUpperCase()}`,
  ...(format === 'pdf' ? { aim: 5_000 } : {}),
  work: async () => {
    const composite = compositeOf(await openChronology(review));
    const { digest, rows } = await digestOfChronology(composite.chronology, composite.of);
    await writeChronology(composite, format, digest, createWriteStream(join(folder, `it.${format}`)));
    return rows;
  },
  floor: async () => {
    await readAndOpen(review);
    await writeFile(join(folder, 'floor.csv'), lines.join('\r\n'));
  },
});

const linesOf = async ({ chronology }: OpenedChronology): Promise<readonly string[]> => {
  const lines: string[] = [];
  for (const { rows } of chronology.sections)
    for await (const row of rows()) lines.push(Object.values(row).join(','));
  return lines;
};

export const benchReview = async (rounds = 3): Promise<readonly ReviewRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-review-'));
  try {
    await tellReview(folder, sizeOfReview);
    const review = await openReview(folder);
    try {
      const lines = await linesOf(compositeOf(await openChronology(review)));
      const wanted = [
        ...questionsOf(review),
        ...formats.map((format) => chronologyAs(format, { review, folder, lines })),
      ];
      const rows: ReviewRow[] = [];
      for (const one of wanted) rows.push(await measure(one, rounds));
      return rows;
    } finally {
      await review.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await benchReview(), null, 2)}\n`);
