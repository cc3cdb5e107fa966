import { join } from 'node:path';
import { fileExists } from './file-exists.js';

/** What the embedded profile keeps in its data folder, besides the keys of the development profile. */
export const dataFilesOf = (folder: string) => ({
  folder,
  log: join(folder, 'events.sqlite'),
  dataKeys: join(folder, 'data-keys.sqlite'),
  views: join(folder, 'views.sqlite'),
});

export type DataFiles = ReturnType<typeof dataFilesOf>;
type Missing = 'event-log' | 'data-keys';

const explanations: Record<Missing, string> = {
  'event-log':
    'holds data keys and no event log (events.sqlite). Restore the log from a backup; to begin anew, set DATA_DIR to an empty folder.',
  'data-keys':
    'holds an event log and not the keys that it was sealed under (data-keys.sqlite). Restore both from the same backup: without the keys nothing that is sealed can be read.',
};

/** A file that belongs to the others is not there. To make a new one would hide the loss. */
export class DataFolderIncomplete extends Error {
  override readonly name = 'DataFolderIncomplete';

  constructor(
    folder: string,
    readonly missing: Missing,
  ) {
    super(`The data folder ${folder} ${explanations[missing]}`);
  }
}

/**
 * Data keys are made only when there is a log, so without one it was lost.
 * @throws DataFolderIncomplete
 */
export const seeThatLogIsThere = async ({ folder, log, dataKeys }: DataFiles): Promise<void> => {
  if (!(await fileExists(log)) && (await fileExists(dataKeys)))
    throw new DataFolderIncomplete(folder, 'event-log');
};

/**
 * Every event is sealed under some data key, so a log that is not empty was written beside data keys.
 * @throws DataFolderIncomplete
 */
export const seeThatDataKeysAreThere = async ({ folder, dataKeys }: DataFiles): Promise<void> => {
  if (!(await fileExists(dataKeys))) throw new DataFolderIncomplete(folder, 'data-keys');
};
