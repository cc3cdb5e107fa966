import type { EventStore } from '#event-store';
import { followDirectory, type FollowedDirectory } from '#identity';
import type { Logger, Shutdown } from '#platform';
import { openStored } from '#recording';
import type { Sealing } from '#sealing';

/** The directory could not be read to its end; why stands in the log. Nobody could be let in. */
export class DirectoryUnreadable extends Error {
  override readonly name = 'DirectoryUnreadable';

  constructor() {
    super(
      'The directory of organisations and people could not be read from the event log. The lines before this one say ' +
        'why; if keys are missing, restore the event log and the data keys from the same backup.',
    );
  }
}

/** How long the directory may take to be read at the start: some thousand people and organisations take a second. */
const patienceMilliseconds = 60_000;

/**
 * The directory, read to its end and followed from there.
 * @throws DirectoryUnreadable
 */
export const openDirectory = async (
  { store, sealing }: { readonly store: EventStore; readonly sealing: Sealing },
  log: Logger,
  shutdown: Shutdown,
): Promise<FollowedDirectory> => {
  const open = openStored(sealing);
  const directory = followDirectory({
    store,
    open: async (events) => (await open(events)).map(({ opened }) => opened),
    log,
  });
  shutdown.register('directory', () => directory.stop());
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, fail) => {
    timer = setTimeout(() => fail(new DirectoryUnreadable()), patienceMilliseconds);
  });
  try {
    await Promise.race([directory.ready(), tooLate]);
  } finally {
    clearTimeout(timer);
  }
  return directory;
};
