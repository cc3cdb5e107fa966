import { join } from 'node:path';
import { declarationOf, detailsFrom, upcastDetails, type OpenedEvent, type PartName } from '#casework';
import { openEmbeddedEventStore, type EventStore, type RecordedEvent } from '#event-store';
import { followDirectory, type FollowedDirectory } from '#identity';
import { systemClock } from '#kernel';
import { prepareDataFolder, type Configuration, type Logger, type Shutdown } from '#platform';
import { fromStored, headerDigest, openKeyFile, openSealing, type Sealing } from '#sealing';
import { loadSharingPolicies, type SharingPolicies } from '#sharing-policy';

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
): Promise<Engines> => {
  await prepareDataFolder(dataFolder);
  const store = await openEmbeddedEventStore({ file: join(dataFolder, 'events.sqlite') });
  shutdown.register('event log', () => store.close());
  const empty = (await store.head()) === null;
  // A new key beside old events could open none of them, so it is made for an empty folder only.
  const provider = await openKeyFile({ file: keyFile, production, mayCreate: empty });
  const sealing = await openSealing({
    provider,
    dataKeyFile: join(dataFolder, 'data-keys.sqlite'),
    clock: systemClock,
  });
  shutdown.register('sealing', () => sealing.close());
  const policies = loadSharingPolicies({
    onAlarm: (reason) =>
      log.error('the sharing policy could not decide, and denied', {
        component: 'sharing-policy',
        error: new PolicyCouldNotDecide(reason),
      }),
  });
  const directory = followDirectory({ store, open: openingWith(sealing), log });
  shutdown.register('directory', () => directory.stop());
  await directory.ready();
  return { store, sealing, policies, directory, empty };
};

/** The policy engine failed on a question; what it was about is in no message. */
export class PolicyCouldNotDecide extends Error {
  override readonly name = 'PolicyCouldNotDecide';
}

/** Opens events of the directory for the fold of it. */
const openingWith =
  (sealing: Sealing) =>
  async (events: readonly RecordedEvent[]): Promise<readonly OpenedEvent[]> =>
    Promise.all(
      events.map(async ({ data }) => {
        const { header, parts } = fromStored(data);
        const digest = headerDigest(header);
        const opened = new Map<PartName, Readonly<Record<string, unknown>>>();
        for (const sealed of parts) {
          const part = await sealing.openPart({ headerDigest: digest, sealed });
          opened.set(sealed.part, part as Readonly<Record<string, unknown>>);
        }
        const declaration = declarationOf(header.type);
        if (declaration === undefined) throw new UnknownEventType(header.type);
        return { header, details: upcastDetails(declaration, header.version, detailsFrom(opened)) };
      }),
    );

/** The log holds events of a later version of the product. */
export class UnknownEventType extends Error {
  override readonly name = 'UnknownEventType';

  constructor(type: string) {
    super(
      `The log holds an event of the type ${type}, which this version does not know. Start the version that wrote it.`,
    );
  }
}
