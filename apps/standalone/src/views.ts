import { rmSync } from 'node:fs';
import type { Sight } from '#casework';
import type { Position } from '#event-store';
import { systemClock } from '#kernel';
import {
  DatabaseUnusable,
  openDatabase,
  unwell,
  well,
  type Database,
  type Health,
  type Logger,
  type Shutdown,
  type Telemetry,
} from '#platform';
import { followProgress, parkedIn, runProjections, type ProjectionAlarm } from '#projections';
import {
  openReadModels,
  sight,
  viewProjections,
  viewsRead,
  type ReadModels,
  type ReadTables,
} from '#read-models';
import { countedAlarms, observedSlots, watchLagOfSlots, watchSlots } from '../../observation/src/index.js';
import { tellProjectionAlarm } from '../../programs/src/tell-projection-alarm.js';
import { dataFilesOf } from './data-files.js';
import type { Engines } from './engines.js';

/** Every agency's view, kept by the projections of this process, and the questions that can be asked of it. */
export interface Views {
  readonly reads: ReadModels;
  readonly sight: Sight;
}

/** A view this many events behind is not sent requests: what it answers would be old. */
const mostBehind = 1_000;

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

export const openViews = (
  { store, sealing, policies, directory }: Engines,
  dataFolder: string,
  log: Logger,
  shutdown: Shutdown,
  health: Health,
  telemetry: Telemetry,
): Views => {
  const database = openViewTables(dataFilesOf(dataFolder).views, log);
  shutdown.register('views', () => database.close());
  const stopping = new AbortController();
  const onAlarm = countedAlarms((alarm: ProjectionAlarm) => tellProjectionAlarm(log, alarm), telemetry);
  const progress = followProgress({ store, database, views: viewsRead });
  shutdown.register('progress of the views', () => progress.stop());
  const observers = [
    watchSlots(telemetry),
    watchLagOfSlots({ lag: progress.lag, parked: () => parkedIn(database) }, telemetry),
  ];
  const running = runProjections({
    store,
    database,
    projections: viewProjections({ policies, onAlarm, clock: systemClock }).map((divided) =>
      observedSlots(divided, telemetry),
    ),
    signal: stopping.signal,
    onAlarm,
    observe: (observed) => observers.forEach((observe) => observe(observed)),
  });
  shutdown.register('projections', async () => {
    stopping.abort();
    await running.stopped;
  });
  for (const { name } of viewsRead) {
    health.register({
      name: `view-${name}`,
      kind: 'ready',
      check: async () => {
        const slots = (await progress.lag()).filter(({ projection }) => projection === name);
        return slots.every(({ slot, events }) => slot !== null && events < mostBehind)
          ? well
          : unwell('behind');
      },
    });
  }
  const ports = { database: database.reader, policies, directory, sealing };
  return { reads: openReadModels({ ...ports, progress }), sight: sight(ports) };
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
