import { rmSync } from 'node:fs';
import type { Position } from '#event-store';
import { systemClock } from '#kernel';
import {
  DatabaseUnusable,
  openDatabase,
  type Database,
  type Health,
  type Logger,
  type Shutdown,
  type Telemetry,
} from '#platform';
import { viewProjections, type ReadTables } from '#read-models';
import type { Progress } from '#projections';
import { answerFromViews, type Views } from '../../programs/src/answer-from-views.js';
import { alarmsOfViews, keepViews } from '../../programs/src/keep-views.js';
import { dataFilesOf } from './data-files.js';
import type { Engines } from './engines.js';

/**
 * Opens the database of the views. Views hold nothing that the log does not, so where the file is damaged it is removed,
 * and they are built again. A file that is held or cannot be written is no such case.
 */
const openViewTables = (file: string, log: Logger): Database<ReadTables> => {
  // They need no sync of their own for each commit: see docs/decisions/0052.
  const options = { file, durability: 'rebuildable' } as const;
  try {
    return openDatabase<ReadTables>(options);
  } catch (error) {
    if (!(error instanceof DatabaseUnusable) || error.mistake !== 'corrupt') throw error;
    log.warn('the views were damaged; they are removed and built again from the log', { error });
    for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
    return openDatabase<ReadTables>(options);
  }
};

/** The views with the database that they stand in. */
export interface ViewsHere extends Views {
  readonly database: Database<ReadTables>;
  /** How far they are. */
  readonly progress: Progress;
}

export const openViews = (
  { store, sealing, policies, directory }: Engines,
  dataFolder: string,
  log: Logger,
  shutdown: Shutdown,
  health: Health,
  telemetry: Telemetry,
): ViewsHere => {
  const database = openViewTables(dataFilesOf(dataFolder).views, log);
  shutdown.register('views', () => database.close());
  const onAlarm = alarmsOfViews(log, telemetry);
  const projections = viewProjections({ policies, onAlarm, clock: systemClock });
  const progress = keepViews({ store, database, projections, onAlarm }, shutdown, telemetry);
  return {
    ...answerFromViews({ database, policies, directory, sealing }, progress, health),
    database,
    progress,
  };
};

/** The process was told to stop before it had started. */
export class StoppedWhileStarting extends Error {
  override readonly name = 'StoppedWhileStarting';

  constructor() {
    super('The process was stopped before it had started.');
  }
}

/** Waits until every view can be read and has what stands in the log up to there, however long it takes; it says so. */
export const untilViewsHave = async (
  head: Position | null,
  { reads }: Pick<Views, 'reads'>,
  log: Logger,
  shutdown: Pick<Shutdown, 'hasBegun'>,
): Promise<void> => {
  while (!(await reads.upTo(head, { timeoutMs: 5_000 }))) {
    if (shutdown.hasBegun()) throw new StoppedWhileStarting();
    log.info('the views are being built from the log; nobody is served before they are whole');
  }
};
