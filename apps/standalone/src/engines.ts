import { openEmbeddedEventStore, type EventStore } from '#event-store';
import type { FollowedDirectory } from '#identity';
import { systemClock } from '#kernel';
import {
  prepareDataFolder,
  type Configuration,
  type Health,
  type Logger,
  type Shutdown,
  type Telemetry,
} from '#platform';
import {
  KeyFileUnusable,
  openDataKeyFile,
  openKeyFile,
  openSealing,
  type KeyProvider,
  type Sealing,
} from '#sealing';
import type { SharingPolicies } from '#sharing-policy';
import { observedSealing, observedStore } from '../../observation/src/index.js';
import { openDirectory } from '../../programs/src/directory.js';
import { openPolicies } from '../../programs/src/policies.js';
import { takesWrites } from '../../programs/src/watch-log.js';
import { dataFilesOf, seeThatDataKeysAreThere, seeThatLogIsThere } from './data-files.js';

/** What everything else stands on: the log, the keys, the policy texts and the directory. */
export interface Engines {
  readonly store: EventStore;
  readonly sealing: Sealing;
  readonly policies: SharingPolicies;
  readonly directory: FollowedDirectory;
  /** The data folder held no event when it was opened. */
  readonly empty: boolean;
}

/**
 * Opens the engines of the embedded profile in the data folder. What cannot be opened is told by a typed error that says
 * what to do; nothing goes on half.
 */
export const openEngines = async (
  { dataFolder, keyFile, production }: Configuration,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<Engines> => {
  await prepareDataFolder(dataFolder);
  const files = dataFilesOf(dataFolder);
  await seeThatLogIsThere(files);
  // A key that is there is read before anything is opened: a bad one leaves everything as it is.
  const kept = await keptKey(keyFile, production);
  const store = observedStore(await openEmbeddedEventStore({ file: files.log }), telemetry);
  shutdown.register('event log', () => store.close());
  const empty = (await store.head()) === null;
  if (!empty) await seeThatDataKeysAreThere(files);
  // A new key beside old events could open none of them, so it is made for an empty folder only.
  const provider = kept ?? (await openKeyFile({ file: keyFile, production, mayCreate: empty }));
  const dataKeys = await openDataKeyFile(files.dataKeys);
  const sealing = observedSealing(await openSealing({ provider, dataKeys, clock: systemClock }), telemetry);
  shutdown.register('sealing', () => sealing.close());
  const policies = openPolicies(log, telemetry);
  const directory = await openDirectory({ store, sealing }, log, shutdown);
  return { store, sealing, policies, directory, empty };
};

/** The key in the file; undefined where there is no file. */
const keptKey = async (file: string, production: boolean): Promise<KeyProvider | undefined> => {
  try {
    return await openKeyFile({ file, production, mayCreate: false });
  } catch (problem) {
    if (problem instanceof KeyFileUnusable && problem.mistake === 'missing') return undefined;
    throw problem;
  }
};

/**
 * After a failed write the log takes no more until it is opened again, which only a new start does; so it is both a
 * reason to send no requests and a reason to start again.
 */
export const watchLog = (store: EventStore, health: Health): void => {
  const check = takesWrites(store);
  health.register({ name: 'event-log', kind: 'ready', check });
  health.register({ name: 'event-log-open', kind: 'live', check });
};
