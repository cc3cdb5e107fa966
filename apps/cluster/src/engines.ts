import { openKurrentDbEventStore, type EventStore } from '#event-store';
import type { FollowedDirectory } from '#identity';
import { systemClock } from '#kernel';
import { openPostgres, type Database, type Logger, type Shutdown, type Telemetry } from '#platform';
import { setUpProjectionTables } from '#projections';
import type { ReadTables } from '#read-models';
import { openDataKeyTable, openSealing, type Sealing } from '#sealing';
import type { SharingPolicies } from '#sharing-policy';
import { countAlarm, observedSealing, observedStore, watchConnections } from '../../observation/src/index.js';
import { openDirectory } from '../../programs/src/directory.js';
import { openPolicies } from '../../programs/src/policies.js';
import type { ClusterConfiguration, ProjectorConfiguration } from './configuration.js';
import { openKeys } from './keys.js';

/** What every program of the cluster stands on. A projector has no more: it holds no key. */
export interface SharedEngines {
  readonly store: EventStore;
  readonly database: Database<ReadTables>;
  readonly policies: SharingPolicies;
}

/** What a program that opens and seals stands on besides. */
export interface ClusterEngines extends SharedEngines {
  readonly sealing: Sealing;
  readonly directory: FollowedDirectory;
}

/**
 * Opens the database alone. `program` is the name by which the server lists the connections.
 * @throws DatabaseUnusable, SchemaNewerThanCode
 */
export const openClusterDatabase = async (
  { databaseUrl, databaseConnections, leaseMilliseconds }: ProjectorConfiguration,
  program: string,
  log: Logger,
  shutdown: Shutdown,
): Promise<Database<ReadTables>> => {
  const database = await openPostgres<ReadTables>({
    url: databaseUrl,
    poolSize: databaseConnections,
    applicationName: `throughline-${program}`,
    // A projector that was paused in a transaction must not keep the rows of it from the one that took over.
    idleInTransactionMilliseconds: leaseMilliseconds,
    onConnectionLost: (error) => log.warn('a connection to the database was lost', { error }),
  });
  shutdown.register('database', () => database.close());
  // A process that only reads would otherwise serve nobody, and never say why.
  await setUpProjectionTables(database);
  return database;
};

/**
 * Opens the event log and the database. What cannot be opened is told by a typed error that says in one line what to do.
 * `program` is the name by which the server lists the connections.
 */
export const openSharedEngines = async (
  configuration: ProjectorConfiguration,
  program: string,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<SharedEngines> => {
  const database = await openClusterDatabase(configuration, program, log, shutdown);
  watchConnections(database.connections, telemetry);
  const opened = await openKurrentDbEventStore({
    url: configuration.logUrl,
    onAlarm: (code) => {
      countAlarm('log-unreachable', telemetry);
      log.warn('the event log was away', { code });
    },
  });
  const store = observedStore(opened, telemetry);
  shutdown.register('event log', () => store.close());
  return { store, database, policies: openPolicies(log, telemetry) };
};

/** Opens the keys and the directory as well. */
export const openClusterEngines = async (
  configuration: ClusterConfiguration,
  program: string,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<ClusterEngines> => {
  const shared = await openSharedEngines(configuration, program, log, shutdown, telemetry);
  const sealing = observedSealing(
    await openSealing({
      provider: await openKeys(configuration),
      dataKeys: await openDataKeyTable(shared.database),
      clock: systemClock,
    }),
    telemetry,
  );
  shutdown.register('sealing', () => sealing.close());
  const directory = await openDirectory({ store: shared.store, sealing }, log, shutdown);
  return { ...shared, sealing, directory };
};
