/**
 * A board's review in a folder of its own: told once, its views built, and then opened as often as it is measured, by this
 * process or another.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { openEmbeddedEventStore, type EventStore, type Position } from '#event-store';
import { emptyDirectory } from '#identity';
import { systemClock } from '#kernel';
import { openDatabase } from '#platform';
import { followProgress, runProjections } from '#projections';
import {
  disclosureLog,
  openReadModels,
  viewProjections,
  viewsRead,
  type DisclosureLog,
  type MakeQuestion,
  type OfTheRecord,
  type Reader,
  type ReadModels,
  type ReadTables,
} from '#read-models';
import { openStored } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing, type Sealing } from '#sealing';
import { policies as loadPolicies } from './events.js';
import {
  board,
  readerAt,
  reviewedAgencies,
  storyTeller,
  tellCases,
  type SizeOfReview,
} from './reviewed-cases.js';

interface Told {
  readonly reviewId: string;
  readonly head: Position;
  readonly events: number;
}

const engines = async (folder: string) => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock: systemClock });
  const database = openDatabase<ReadTables>({
    file: join(folder, 'views.sqlite'),
    durability: 'rebuildable',
  });
  const close = async () => {
    await database.close();
    await sealing.close();
    await store.close();
  };
  return { store, sealing, database, close };
};

const onAlarm = (alarm: object) => {
  throw new Error(JSON.stringify(alarm));
};

/** Tells the cases and opens the review of them, and builds the views of it all. */
export const tellReview = async (folder: string, size: SizeOfReview): Promise<Told> => {
  const { store, sealing, database, close } = await engines(folder);
  const policies = loadPolicies();
  const policyVersion = policies.current.version;
  const { tell, flush } = storyTeller({ store, sealing, policyVersion });
  await tell('policy', null, 'system', {
    type: 'PolicyAdopted',
    details: { policyVersion, textDigest: 'digest', schemaDigest: 'digest', engine: 'engine' },
  });
  for (const [organisation, agency] of [...reviewedAgencies, [board, 'safeguarding-board'] as const])
    await tell('directory', null, 'system', {
      type: 'OrganisationRegistered',
      details: { organisation, function: agency, name: organisation, contactPoint: 'A desk' },
    });
  await flush();
  const { cases, events } = await tellCases({ store, sealing, policyVersion }, size);
  const reviewId = randomUUID();
  await tell(`review-${reviewId}`, null, board, {
    type: 'ReviewOpened',
    details: {
      ...{ cases, from: '2009', until: '2016', board, reviewers: [`${board}-reader`] },
      ...{ kind: 'learning-review', termsOfReference: 'Who knew what, and when.' },
    },
  });
  await flush();
  const stopping = new AbortController();
  const projections = viewProjections({ policies, onAlarm, clock: systemClock });
  const running = runProjections({ store, database, projections, onAlarm, signal: stopping.signal });
  const progress = followProgress({ store, database, views: viewsRead });
  const head = (await store.head())!;
  if (!(await progress.waitFor(head, { timeoutMs: 600_000 }))) throw new Error('The views took too long.');
  await progress.stop();
  stopping.abort();
  await running.stopped;
  await close();
  const told = { reviewId, head, events };
  await writeFile(join(folder, 'told.json'), JSON.stringify(told));
  return told;
};

export interface OpenedReview extends Told {
  readonly store: EventStore;
  readonly sealing: Sealing;
  readonly reads: ReadModels;
  readonly disclosures: DisclosureLog;
  readonly reviewer: Reader;
  /** Asks as the gateway does: what is opened is on record before it is. */
  readonly ask: <Answer>(make: MakeQuestion<Answer>) => Promise<OfTheRecord<Answer>>;
  readonly close: () => Promise<void>;
}

export const openReview = async (folder: string): Promise<OpenedReview> => {
  const told = JSON.parse(await readFile(join(folder, 'told.json'), 'utf8')) as Told;
  const { store, sealing, database, close } = await engines(folder);
  const directory = emptyDirectory();
  const openEvents = openStored(sealing);
  for await (const event of store.readStream('directory'))
    for (const { opened } of await openEvents([event])) directory.apply(opened);
  const progress = followProgress({ store, database, views: viewsRead });
  const reads = openReadModels({
    ...{ database: database.reader, policies: loadPolicies(), directory, sealing, progress },
    clock: systemClock,
  });
  const disclosures = disclosureLog({ store, sealing, clock: systemClock });
  const reviewer = readerAt(board, 'safeguarding-board', 'reviewer', 'review');
  return {
    ...{ ...told, store, sealing, reads, disclosures, reviewer },
    ask: async (make) => {
      const plan = await reads.askReview(reviewer, { reviewId: told.reviewId, at: told.head }, make);
      if (!plan.ok) throw new Error(plan.reason.code);
      await disclosures.record(reviewer, plan.value.touches);
      return plan.value.open();
    },
    close: async () => {
      await progress.stop();
      await close();
    },
  };
};
