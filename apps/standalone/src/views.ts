import { rmSync } from 'node:fs';
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
} from '#platform';
import { runProjection, type ProjectionAlarm, type RunningProjection } from '#projections';
import {
  accessLogProjection,
  openReadModels,
  sight,
  timelineProjection,
  type ReadModels,
  type ReadTables,
  type Sight,
} from '#read-models';
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
): Views => {
  const database = openViewTables(dataFilesOf(dataFolder).views, log);
  shutdown.register('views', () => database.close());
  const stopping = new AbortController();
  const onAlarm = (alarm: ProjectionAlarm) => tell(log, alarm);
  const following = { store, signal: stopping.signal, onAlarm };
  const views: readonly RunningProjection[] = [
    runProjection({
      ...following,
      database: database.writer,
      projection: timelineProjection({ policies, onAlarm, clock: systemClock }),
    }),
    runProjection({
      ...following,
      database: database.writer,
      projection: accessLogProjection({ onAlarm, clock: systemClock }),
    }),
  ];
  shutdown.register('projections', async () => {
    stopping.abort();
    await Promise.all(views.map(({ stopped }) => stopped));
  });
  for (const view of views) {
    health.register({
      name: `view-${view.name}`,
      kind: 'ready',
      check: async () => ((await view.lag()).events < mostBehind ? well : unwell('behind')),
    });
  }
  const ports = { database: database.reader, policies, directory, sealing };
  return { reads: openReadModels({ ...ports, views }), sight: sight(ports) };
};

/** The process was told to stop before it had started. */
export class StoppedWhileStarting extends Error {
  override readonly name = 'StoppedWhileStarting';

  constructor() {
    super('The process was stopped before it had started.');
  }
}

/** Waits until every view has what stands in the log up to there, however long it takes; each while it says so. */
export const untilViewsHave = async (
  head: Position | null,
  { reads }: Pick<Views, 'reads'>,
  log: Logger,
  shutdown: Pick<Shutdown, 'hasBegun'>,
): Promise<void> => {
  if (head === null) return;
  while (!(await reads.upTo(head, { timeoutMs: 5_000 }))) {
    if (shutdown.hasBegun()) throw new StoppedWhileStarting();
    log.info('the views are being built from the log; nobody is served before they are whole');
  }
};

const tell = (log: Logger, alarm: ProjectionAlarm): void => {
  if (alarm.kind === 'begun-again') {
    log.warn('a view was ahead of the log, which is older than it was; the view is built again', {
      component: alarm.projection,
    });
    return;
  }
  const about = { component: alarm.projection, code: alarm.problem.code ?? alarm.problem.name };
  if (alarm.kind === 'stalled') log.error('a view cannot follow the log; it is tried again', about);
  else {
    const { group, position } = alarm;
    log.error('the view of a case is parked until an operator retries it', {
      ...about,
      case: group,
      position,
    });
  }
};
