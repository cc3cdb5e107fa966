/**
 * How fast a page of a timeline is answered over HTTP by the whole product, on the embedded engines: token, policy, rows,
 * the record of the disclosure on the disk, parts opened. Beside it a bare handler in the same process that reads the same
 * rows with the same driver and serialises them.
 *
 * Run it: `npm run build && node dist/test/bench/timeline.js`
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DatabaseSync } from '@photostructure/sqlite';
import { fastify } from 'fastify';
import { createLogger, createShutdown, createTelemetry, readConfiguration } from '#platform';
import { startStandalone } from '../../apps/standalone/src/standalone.js';
import { developmentSettings } from '../../apps/gateway/src/index.js';

export interface TimelineRow {
  readonly what: string;
  /** Pages a second. */
  readonly pages: number;
  /** Milliseconds within which 99 of 100 pages are answered. */
  readonly p99: number;
  readonly floor: number;
  readonly floorP99: number;
  /** The median of the rounds' own ratios. */
  readonly ratio: number;
}

interface Load {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
}

const entries = 100;
const person = 'keith-southquay';
const run = promisify(execFile);
const autocannon = createRequire(import.meta.url).resolve('autocannon');

const ofEveryEntry =
  'eventId occurred recordedAt type level kindOfWork recordedBy { name } withheld { category }';
const coded = 'channel contactedBy helpAskedFor childPresent claimedAge';
const pages = [
  { what: `${entries} entries, coded parts`, first: entries, fields: coded },
  { what: '25 entries, with words', first: 25, fields: `${coded} account childsWords` },
];

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

interface Shot {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** The load comes from another process, so that it has a core of its own. */
const fire = async ({ url, headers, body }: Shot, { seconds, connections }: Load) => {
  const { stdout } = await run(
    process.execPath,
    [
      autocannon,
      ...['--json', '--no-progress', '-c', String(connections), '-d', String(seconds), '-m', 'POST'],
      ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}=${value}`]),
      ...['-b', JSON.stringify(body), url],
    ],
    { maxBuffer: 16 * 1024 * 1024 },
  );
  const told = JSON.parse(stdout) as {
    requests: { average: number };
    latency: { p99: number };
    errors: number;
    non2xx: number;
  };
  if (told.errors > 0 || told.non2xx > 0) throw new Error(`${told.errors + told.non2xx} requests failed.`);
  return { pages: told.requests.average, p99: told.latency.p99 };
};

/** The least that a page could cost. */
const bareHandler = async (views: string, caseId: string) => {
  const database = new DatabaseSync(views, { readOnly: true });
  const build = database
    .prepare(`SELECT namespace FROM projection_build WHERE projection = 'timeline' AND state = 'current'`)
    .get() as { namespace: string };
  const rows = database.prepare(
    `SELECT event_id, occurred_earliest, visible_from, policy_version, type, header, parts
     FROM "${build.namespace}__agency_event"
     WHERE organisation = 'southquay' AND case_id = ? ORDER BY occurred_earliest, position LIMIT ?`,
  );
  const server = fastify();
  server.post<{ Body: { first: number } }>('/', (request) =>
    (rows.all(caseId, request.body.first) as { header: string; parts: string }[]).map((row) => ({
      ...row,
      header: JSON.parse(row.header) as unknown,
      parts: JSON.parse(row.parts) as unknown,
    })),
  );
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      await server.close();
      database.close();
    },
  };
};

const contact = (caseId: string | null, number: number) => ({
  query: `mutation ($action: ActionInput!, $details: ContactReceivedInput!) {
    recordContact(action: $action, details: $details) { caseId position } }`,
  variables: {
    action: { caseId, key: `bench-contact-${number}`, occurred: '2010-11-02' },
    details: {
      channel: 'IN_PERSON',
      contactedBy: 'CHILD',
      helpAskedFor: ['SOMEWHERE_TO_LIVE'],
      childPresent: true,
      account: 'A girl came to the front desk alone, in a thin coat, and asked whether she could stay.',
      childsWords: 'I have nowhere to go. Please do not ring the house.',
    },
  },
});

export const benchTimeline = async (
  load: Load = { rounds: 3, seconds: 4, connections: 16 },
): Promise<readonly TimelineRow[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-timeline-'));
  const log = createLogger({ level: 'error', destination: process.stderr });
  const shutdown = createShutdown(10_000, log);
  const telemetry = createTelemetry({ service: 'standalone', environment: {} });
  const configuration = readConfiguration({ DATA_DIR: folder, PORT: '0', FEED_PORT: '0' }, folder);
  const unlimited = { subject: 1e9, organisation: 1e9 };
  try {
    const { address } = await startStandalone(configuration, log, shutdown, telemetry, {
      ...developmentSettings,
      requestsPerMinute: unlimited,
    });
    const post = async (path: string, body: unknown, headers: Readonly<Record<string, string>> = {}) => {
      const response = await fetch(address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, unknown>;
    };
    const { token } = await post('/dev/tokens', { person });
    const headers = { authorization: `Bearer ${String(token)}`, 'x-purpose': 'safeguarding' };
    let recorded = { caseId: null as string | null, position: '' };
    for (let number = 0; number < entries; number += 1) {
      const { data } = await post('/graphql', contact(recorded.caseId, number), headers);
      recorded = (data as { recordContact: typeof recorded }).recordContact;
    }
    const { caseId, position } = recorded;
    const bare = await bareHandler(join(folder, 'views.sqlite'), String(caseId));
    shutdown.register('bare handler', () => bare.close());

    const measured: TimelineRow[] = [];
    for (const { what, first, fields } of pages) {
      const query = `query ($caseId: ID!, $first: Int!, $atLeast: String) {
        timeline(caseId: $caseId, first: $first, atLeast: $atLeast) {
          edges { node { ${ofEveryEntry} ... on ContactReceived { ${fields} } } } pageInfo { hasNextPage endCursor } } }`;
      const { data } = await post(
        '/graphql',
        { query, variables: { caseId, first, atLeast: position } },
        headers,
      );
      const told = (data as { timeline: { edges: readonly unknown[] } }).timeline.edges.length;
      if (told !== first) throw new Error(`The page has ${told} entries instead of ${first}.`);
      const json = { 'content-type': 'application/json' };
      const ours: Shot = {
        url: `${address}/graphql`,
        headers: { ...json, ...headers },
        body: { query, variables: { caseId, first } },
      };
      const least: Shot = { url: bare.url, headers: json, body: { first } };
      await fire(ours, { ...load, seconds: 2 });
      const paired: { page: { pages: number; p99: number }; floor: { pages: number; p99: number } }[] = [];
      for (let round = 0; round < load.rounds; round += 1)
        paired.push({ page: await fire(ours, load), floor: await fire(least, load) });
      measured.push({
        what,
        pages: Math.round(median(paired.map(({ page }) => page.pages))),
        p99: median(paired.map(({ page }) => page.p99)),
        floor: Math.round(median(paired.map(({ floor }) => floor.pages))),
        floorP99: median(paired.map(({ floor }) => floor.p99)),
        ratio: Number(median(paired.map(({ page, floor }) => page.pages / floor.pages)).toFixed(3)),
      });
    }
    return measured;
  } finally {
    await shutdown.run();
    await rm(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, pages: each, p99, floor, floorP99, ratio } of await benchTimeline())
    process.stdout.write(
      `${what}: ${each} pages/s, p99 ${p99} ms; bare handler ${floor}/s, p99 ${floorP99} ms; ratio ${ratio}\n`,
    );
}
