import { openEmbeddedEventStore, StoreUnavailable, type EventStore } from '#event-store';
import { followDirectory, type FollowedDirectory } from '#identity';
import { systemClock } from '#kernel';
import {
  prepareDataFolder,
  unwell,
  well,
  type Configuration,
  type Health,
  type Logger,
  type Shutdown,
} from '#platform';
import { openStored } from '#recording';
import { KeyFileUnusable, openKeyFile, openSealing, type KeyProvider, type Sealing } from '#sealing';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';
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

/** How long the directory may take to be read at the start: some thousand people and organisations take a second. */
const directoryMilliseconds = 60_000;

/**
 * Opens the engines of the embedded profile in the data folder. What cannot be opened is told by a typed error that says
 * what to do; nothing goes on half.
 */
export const openEngines = async (
  { dataFolder, keyFile, production }: Configuration,
  log: Logger,
  shutdown: Shutdown,
): Promise<Engines> => {
  await prepareDataFolder(dataFolder);
  const files = dataFilesOf(dataFolder);
  await seeThatLogIsThere(files);
  // A key that is there is read before anything is opened: a bad one leaves everything as it is.
  const kept = await keptKey(keyFile, production);
  const store = await openEmbeddedEventStore({ file: files.log });
  shutdown.register('event log', () => store.close());
  const empty = (await store.head()) === null;
  if (!empty) await seeThatDataKeysAreThere(files);
  // A new key beside old events could open none of them, so it is made for an empty folder only.
  const provider = kept ?? (await openKeyFile({ file: keyFile, production, mayCreate: empty }));
  const sealing = await openSealing({ provider, dataKeyFile: files.dataKeys, clock: systemClock });
  shutdown.register('sealing', () => sealing.close());
  const policies = loadSharingPolicies({
    onAlarm: (reason) =>
      log.error('the sharing policy could not decide, and denied', {
        component: 'sharing-policy',
        error: new PolicyCouldNotDecide(reason),
      }),
  });
  const open = openStored(sealing);
  const directory = followDirectory({
    store,
    open: async (events) => (await open(events)).map(({ opened }) => opened),
    log,
  });
  shutdown.register('directory', () => directory.stop());
  await readyInTime(directory);
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

/** The policy engine failed on a question; what it was about is in no message. */
export class PolicyCouldNotDecide extends Error {
  override readonly name = 'PolicyCouldNotDecide';
}

/**
 * After a failed write the log takes no more until it is opened again, which only a new start does; so it is both a
 * reason to send no requests and a reason to start again. An empty append writes nothing and asks just that.
 */
export const watchLog = (store: EventStore, health: Health): void => {
  const check = async () => {
    try {
      await store.append('health', [], { expected: 'any' });
      return well;
    } catch (problem) {
      if (problem instanceof StoreUnavailable) return unwell('takes-no-writes');
      throw problem;
    }
  };
  health.register({ name: 'event-log', kind: 'ready', check });
  health.register({ name: 'event-log-open', kind: 'live', check });
};

/** The directory could not be read to its end; why stands in the log. Nobody could be let in. */
export class DirectoryUnreadable extends Error {
  override readonly name = 'DirectoryUnreadable';

  constructor() {
    super(
      'The directory of organisations and people could not be read from the event log. The lines before this one say ' +
        'why; if keys are missing, restore events.sqlite and data-keys.sqlite from the same backup.',
    );
  }
}

const readyInTime = async (directory: FollowedDirectory): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new DirectoryUnreadable()), directoryMilliseconds);
  });
  try {
    await Promise.race([directory.ready(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
};
