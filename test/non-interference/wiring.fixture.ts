import { join } from 'node:path';
import type { KyselyPlugin } from 'kysely';
import { declarationOf, detailsFrom, type OpenedEvent, type PartName, type PartValues } from '#casework';
import { openEmbeddedEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { followDirectory } from '#identity';
import { systemClock } from '#kernel';
import { openDatabase, type Logger, type Shutdown } from '#platform';
import { followProgress, runProjections, type ProjectionAlarm } from '#projections';
import {
  disclosureLog,
  openFeed,
  openReadModels,
  sight,
  viewProjections,
  viewsRead,
  type ReadTables,
} from '#read-models';
import { fromStored, headerDigest, openDataKeyFile, openKeyFile, openSealing, type Sealing } from '#sealing';
import { loadSharingPolicies } from '#sharing-policy';

/** The engines and views as the standalone process wires them, with every handle within a test's reach. */
export const wired = async (
  folder: string,
  log: Logger,
  shutdown: Shutdown,
  watched: (store: EventStore) => EventStore,
  asked: (sql: string) => void,
) => {
  const unwatched = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  shutdown.register('event log', () => unwatched.close());
  const store = watched(unwatched);
  const provider = await openKeyFile({
    file: join(folder, 'keys.json'),
    production: false,
    mayCreate: (await unwatched.head()) === null,
  });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock: systemClock });
  shutdown.register('sealing', () => sealing.close());
  const policies = loadSharingPolicies({
    onAlarm: (reason) => {
      throw new Error(reason);
    },
  });
  const directory = followDirectory({ store: unwatched, open: openingWith(sealing), log });
  shutdown.register('directory', () => directory.stop());
  await directory.ready();

  const database = openDatabase<ReadTables>({
    file: join(folder, 'views.sqlite'),
    durability: 'rebuildable',
  });
  shutdown.register('views', () => database.close());
  const stopping = new AbortController();
  const alarms: ProjectionAlarm[] = [];
  const onAlarm = (alarm: ProjectionAlarm) => void alarms.push(alarm);
  const running = runProjections({
    ...{ store: unwatched, database, onAlarm },
    projections: viewProjections({ policies, onAlarm, clock: systemClock }),
    signal: stopping.signal,
  });
  shutdown.register('projections', async () => {
    stopping.abort();
    await running.stopped;
  });
  const progress = followProgress({ store: unwatched, database, views: viewsRead });
  shutdown.register('progress of the views', () => progress.stop());
  const listening: KyselyPlugin = {
    transformQuery: ({ node, queryId }) => {
      asked(database.reader.getExecutor().compileQuery(node, queryId).sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const ports = {
    database: database.reader.withPlugin(listening),
    policies,
    directory,
    sealing,
    clock: systemClock,
  };
  return {
    unwatched,
    store,
    sealing,
    policies,
    directory,
    database,
    alarms,
    reads: openReadModels({ ...ports, progress }),
    feed: openFeed({
      ...ports,
      progress,
      tokens: sealing.tokens,
      disclosures: disclosureLog({ store, sealing, clock: systemClock }),
    }),
    sight: sight(ports),
  };
};

const openingWith =
  (sealing: Sealing) =>
  async (events: readonly RecordedEvent[]): Promise<readonly OpenedEvent[]> =>
    Promise.all(
      events.map(async ({ data }) => {
        const { header, parts } = fromStored(data);
        const digest = headerDigest(header);
        const opened = new Map<PartName, PartValues>();
        for (const sealed of parts)
          opened.set(sealed.part, (await sealing.openPart({ headerDigest: digest, sealed })) as PartValues);
        if (declarationOf(header.type) === undefined) throw new Error(`There is no type ${header.type}.`);
        return { header, details: detailsFrom(opened) };
      }),
    );
