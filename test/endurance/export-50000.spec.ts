import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  killWhatIsLeft,
  remove,
  sampleFolder,
  startProgram,
  type Program,
} from '../crash/program.fixture.js';
import { comesToRest, tellInto, watched } from './export-50000.fixture.js';

const rows = Number(process.env.THROUGHLINE_EXPORT_ROWS ?? 50_000);
const cases = 40;
const minutes = 60_000;
/** Whoever watches over a program takes it for dead after so many milliseconds or more. */
const longestWaitOfOthers = 10_000;

interface Exported {
  readonly path: string;
  readonly digest: string;
  readonly rows: number;
}

let dataFolder: string;
let program: Program;
let address: string;
let reviewId: string;
const tokens = new Map<string, string>();

const tokenOf = async (person: string): Promise<string> => {
  const known = tokens.get(person);
  if (known !== undefined) return known;
  const response = await fetch(`${address}/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  const { token } = (await response.json()) as { token: string };
  tokens.set(person, token);
  return token;
};

const headersOf = async (person: string) => ({
  'content-type': 'application/json',
  authorization: `Bearer ${await tokenOf(person)}`,
  'x-purpose': 'review',
});

const ask = async <Answer>(person: string, field: string, query: string, input: object): Promise<Answer> => {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: await headersOf(person),
    body: JSON.stringify({ query, variables: { input } }),
  });
  const body = (await response.json()) as { data?: Record<string, Answer | null> | null };
  const answer = body.data?.[field];
  if (answer === null || answer === undefined) throw new Error(JSON.stringify(body));
  return answer;
};

const exportAs = (format: string): Promise<Exported> =>
  ask<Exported>(
    'edmund-board',
    'exportChronology',
    `mutation ($input: ExportChronologyInput!) { exportChronology(input: $input) { path digest rows } }`,
    { key: `export-as-${format}`, reviewId, format },
  );

/** Takes the file as it comes, and keeps none of it. */
const fetched = async (path: string) => {
  const response = await fetch(address + path, { headers: await headersOf('edmund-board') });
  if (!response.ok) throw new Error(await response.text());
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of response.body!) {
    hash.update(piece as Uint8Array);
    bytes += (piece as Uint8Array).length;
  }
  return { bytes, digest: hash.digest('hex') };
};

beforeAll(async () => {
  dataFolder = await sampleFolder();
  const told = await tellInto(dataFolder, {
    ...{ cases, eventsOfACase: Math.ceil(rows / 2 / cases) },
    disclosures: rows / 50,
  });
  program = await startProgram({ dataFolder });
  address = await program.listening;
  // The views follow; what is new on the log first comes to the clock of the duties, which settles too.
  expect(await comesToRest(program.pid, 10 * minutes)).toBe(true);
  const opened = await ask<{ reviewId: string }>(
    'norah-board',
    'openReview',
    `mutation ($input: OpenReviewInput!) { openReview(input: $input) { reviewId } }`,
    {
      ...{ key: 'review-of-very-much', kind: 'LEARNING_REVIEW', termsOfReference: 'Who knew what?' },
      ...{ cases: told.cases, from: '2009', until: '2016', reviewers: ['edmund-board'] },
    },
  );
  ({ reviewId } = opened);
  expect(await comesToRest(program.pid, 5 * minutes)).toBe(true);
}, 20 * minutes);

afterAll(async () => {
  killWhatIsLeft();
  await remove(dataFolder);
});

describe(`an export of ${rows} rows over HTTP`, () => {
  it.each(['JSON', 'CSV', 'XLSX', 'DOCX', 'PDF'])(
    'comes whole as %s, and others are answered meanwhile',
    async (format) => {
      const made = await watched({ pid: program.pid, address }, () => exportAs(format));
      const { path, digest } = made.value;
      expect(made.value.rows).toBeGreaterThanOrEqual(rows);
      const taken = await watched({ pid: program.pid, address }, () => fetched(path));
      expect(taken.value.bytes).toBeGreaterThan(rows * 10);
      expect(Math.max(made.othersWaited, taken.othersWaited)).toBeLessThan(longestWaitOfOthers);
      if (format === 'JSON') expect(taken.value.digest).toBe(digest);
    },
    15 * minutes,
  );

  it.each([
    ['before the first byte', 1_500, 'PDF'],
    ['in the middle', null, 'CSV'],
    ['in the middle', null, 'DOCX'],
  ])(
    'ends for a client that leaves %s',
    async (_, leavesAfter, format) => {
      const { path } = await exportAs(format);
      const leaving = new AbortController();
      const response = fetch(address + path, {
        headers: await headersOf('edmund-board'),
        signal: leaving.signal,
      });
      if (leavesAfter === null) {
        await (await response).body!.getReader().read();
        leaving.abort();
      } else setTimeout(() => leaving.abort(), leavesAfter);
      await response.catch(() => undefined);
      expect(await comesToRest(program.pid, 30_000)).toBe(true);
      expect((await fetch(`${address}/health/live`)).status).toBe(200);
    },
    15 * minutes,
  );

  it('leaves nothing behind in the log of the program, which stops as it should', async () => {
    expect(program.stderr()).not.toMatch(/unhandled|MaxListeners|Premature/iu);
    expect((await program.stop()).code).toBe(0);
  });
});
