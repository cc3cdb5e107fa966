/**
 * How long a board waits for decisions with the state of every other event at the moment of each: 2,000 events in forty
 * linked cases, with what was read of them. Beside it the least that any answer must do: read the same headers.
 *
 * Run it: `npm run build && node dist/test/bench/review.js`
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  concernsOf,
  declarationOf,
  openHandling,
  partSet,
  partsOf,
  type AgencyFunction,
  type EventHeader,
} from '#casework';
import { openEmbeddedEventStore } from '#event-store';
import { emptyDirectory, type Principal } from '#identity';
import { storyClock, systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { followProgress, runProjections } from '#projections';
import {
  decisionsQuestion,
  disclosureLog,
  openReadModels,
  viewProjections,
  viewsRead,
  type DecisionUnderReview,
  type Reader,
  type ReadTables,
  type TimelineCursor,
} from '#read-models';
import { fromStored, openDataKeyFile, openKeyFile, openSealing, toStored } from '#sealing';
import { policies as loadPolicies } from './events.js';

export interface ReviewRow {
  readonly events: number;
  readonly cases: number;
  readonly decisions: number;
  /** Records of access, each of 25 events. */
  readonly disclosures: number;
  /** Milliseconds for one page of 25 decisions, disclosure recorded and opened; the median. */
  readonly page: number;
  /** Milliseconds for all decisions with their states, page after page. */
  readonly all: number;
  /** Milliseconds to read and parse the same headers. */
  readonly floor: number;
}

const agencies: readonly (readonly [string, AgencyFunction])[] = [
  ...Array.from({ length: 6 }, (_, n) => [`authority-${n}`, 'children-services'] as const),
  ...Array.from({ length: 4 }, (_, n) => [`force-${n}`, 'police'] as const),
  ['clinic', 'health'],
  ['lantern', 'voluntary'],
  ['board', 'safeguarding-board'],
];

const numberOfCases = 40;
const eventsOfACase = 50;
const disclosures = 500;

const readerAt = (
  organisation: string,
  agency: AgencyFunction,
  role: Principal['role'],
  purpose: Reader['purpose'],
): Reader => ({
  purpose,
  correlation: randomUUID(),
  principal: {
    ...{ person: `${organisation}-person`, organisation, function: agency, role },
    ...{ team: null, supervisor: null, vetting: null, acr: null },
    author: { organisation, person: `${organisation}-person`, role, function: agency },
  },
});

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;

export const benchReview = async (): Promise<ReviewRow> => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-review-'));
  const clock = storyClock('2010-01-01T00:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'log.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock: systemClock });
  const database = openDatabase<ReadTables>({
    file: join(folder, 'views.sqlite'),
    durability: 'rebuildable',
  });
  const policies = loadPolicies();
  const directory = emptyDirectory();
  const stopping = new AbortController();
  const onAlarm = (alarm: object) => {
    throw new Error(JSON.stringify(alarm));
  };
  const projections = viewProjections({ policies, onAlarm, clock: systemClock });
  let minutes = 0;
  const tell = async (
    stream: string,
    caseId: string | null,
    type: string,
    organisation: string,
    details: Readonly<Record<string, unknown>>,
  ): Promise<string> => {
    const declaration = declarationOf(type)!;
    minutes += 1;
    clock.setTo(new Date(Date.UTC(2010, 0, 1) + minutes * 3_600_000).toISOString());
    const parts = partsOf(declaration, details);
    const header: EventHeader = {
      ...{ id: randomUUID(), stream, type, version: declaration.version, caseId },
      recordedBy: { organisation, person: `${organisation}-person`, role: 'system' },
      ...{ occurred: clock.now().slice(0, 10), recordedAt: clock.now(), source: 'own-act' },
      ...{ parts: [...parts.keys()], handling: openHandling, lawfulBasis: 'public-task' },
      ...{ correlation: randomUUID(), causation: null, relations: [] },
      concerns: concernsOf(declaration, details),
    };
    const { sealed } = await sealing.sealParts({ header, retention: declaration.retention, parts });
    directory.apply({ header, details });
    const data = toStored({ header, parts: sealed });
    await store.append(stream, [{ id: header.id, type, data }], { expected: 'any' });
    return header.id;
  };

  await tell('policy', null, 'PolicyAdopted', 'system', {
    policyVersion: policies.current.version,
    ...{ textDigest: 'digest', schemaDigest: 'digest', engine: 'engine' },
  });
  for (const [organisation, agency] of agencies)
    await tell('directory', null, 'OrganisationRegistered', 'system', {
      ...{ organisation, function: agency, name: organisation, contactPoint: 'A desk' },
    });
  const cases = Array.from({ length: numberOfCases }, () => randomUUID());
  const events = new Map<string, string[]>(cases.map((id) => [id, []]));
  for (let turn = 0; turn < eventsOfACase; turn += 1) {
    for (const [index, id] of cases.entries()) {
      const lead = `authority-${index % 6}`;
      const by = turn % 3 === 0 ? `force-${index % 4}` : lead;
      const on = (type: string, organisation: string, details: Readonly<Record<string, unknown>>) =>
        tell(`case-${id}`, id, type, organisation, details);
      const account = 'A girl came to the desk alone and asked whether she could stay for the night.';
      const told =
        turn === 0
          ? on('ContactReceived', lead, { channel: 'in-person', account })
          : turn === 1
            ? on('AgencyJoinedCase', lead, { organisation: `force-${index % 4}`, through: 'request' })
            : turn % 4 === 2
              ? on('DecisionRecorded', by, {
                  ...{ decision: 'To look again', rationale: account, optionsConsidered: ['To act'] },
                })
              : on('ContactReceived', by, { channel: 'telephone', account });
      events.get(id)!.push(await told);
    }
    if (turn === 10)
      await tell('link-a', null, 'RecordLinked', 'authority-0', { cases, agreedAsLead: cases });
  }
  const reviewId = randomUUID();
  await tell(`review-${reviewId}`, null, 'ReviewOpened', 'board', {
    ...{ cases, from: '2009', until: '2012', board: 'board', reviewers: ['board-person'] },
    ...{ kind: 'learning-review', termsOfReference: 'Who knew what, and when.' },
  });
  const log = disclosureLog({ store, sealing, clock: systemClock });
  const officer = readerAt('force-0', 'police', 'investigator', 'safeguarding');
  for (let number = 0; number < disclosures; number += 1) {
    const caseId = cases[number % numberOfCases]!;
    const read = events.get(caseId)!.slice(0, 25);
    await log.record(officer, [
      {
        ...{ asked: 'timeline', caseId, outcome: 'given', caseKnown: true, asOf: null, whole: true },
        events: read.map((eventId) => ({ eventId, parts: partSet(['core.coded', 'core.told']) })),
        ...{ decidedBy: [], policyVersion: policies.current.version, viewPosition: await store.head() },
      },
    ]);
  }

  const running = runProjections({ store, database, projections, onAlarm, signal: stopping.signal });
  const progress = followProgress({ store, database, views: viewsRead });
  try {
    const head = (await store.head())!;
    if (!(await progress.waitFor(head, { timeoutMs: 120_000 }))) throw new Error('The views took too long.');
    const ports = { database: database.reader, policies, directory, sealing, progress, clock: systemClock };
    const reads = openReadModels(ports);
    const reviewer = readerAt('board', 'safeguarding-board', 'reviewer', 'review');
    const page = async (after?: TimelineCursor) => {
      const question = decisionsQuestion(after === undefined ? { first: 25 } : { first: 25, after });
      const plan = await reads.askReview(reviewer, { reviewId, at: head }, question);
      if (!plan.ok) throw new Error(plan.reason.code);
      await log.record(reviewer, plan.value.touches);
      return (await plan.value.open()).answer;
    };
    const took = async (work: () => Promise<unknown>): Promise<number> => {
      const began = performance.now();
      await work();
      return performance.now() - began;
    };
    const pages: number[] = [];
    for (let round = 0; round < 5; round += 1) pages.push(await took(() => page()));
    const decisions: DecisionUnderReview[] = [];
    const all = await took(async () => {
      for (let after: TimelineCursor | undefined, more = true; more;) {
        const { edges, hasNextPage } = await page(after);
        decisions.push(...edges.map(({ node }) => node));
        [after, more] = [edges.at(-1)?.cursor, hasNextPage];
      }
    });
    return {
      ...{ events: numberOfCases * eventsOfACase, cases: numberOfCases, disclosures, all },
      decisions: decisions.length,
      page: median(pages),
      floor: await took(async () => {
        const headers: EventHeader[] = [];
        for await (const { data } of store.readAll({ streams: ['case-'] }))
          headers.push(fromStored(data).header);
        if (headers.length < numberOfCases * eventsOfACase) throw new Error('Some events are missing.');
      }),
    };
  } finally {
    await progress.stop();
    stopping.abort();
    await running.stopped;
    await database.close();
    await sealing.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }
};

if (process.argv[1] === fileURLToPath(import.meta.url))
  process.stdout.write(`${JSON.stringify(await benchReview(), null, 2)}\n`);
