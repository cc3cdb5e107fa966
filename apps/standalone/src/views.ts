import { join } from 'node:path';
import { systemClock } from '#kernel';
import { openDatabase, unwell, well, type Health, type Logger, type Shutdown } from '#platform';
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
import type { Engines } from './engines.js';

/** Every agency's view, kept by the projections of this process, and the questions that can be asked of it. */
export interface Views {
  readonly reads: ReadModels;
  readonly sight: Sight;
}

/** A view this many events behind is not sent requests: what it answers would be old. */
const mostBehind = 1_000;

export const openViews = (
  { store, sealing, policies, directory }: Engines,
  dataFolder: string,
  log: Logger,
  shutdown: Shutdown,
  health: Health,
): Views => {
  // Views can be built again from the log, so they need no sync of their own for each commit.
  const database = openDatabase<ReadTables>({
    file: join(dataFolder, 'views.sqlite'),
    durability: 'rebuildable',
  });
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

const tell = (log: Logger, alarm: ProjectionAlarm): void => {
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
