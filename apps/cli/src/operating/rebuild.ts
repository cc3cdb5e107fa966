import { openEmbeddedEventStore } from '#event-store';
import { systemClock } from '#kernel';
import { DatabaseAway, openDatabase, type Database } from '#platform';
import {
  NoSuchProjection,
  rebuildProgress,
  requestRebuild,
  runnersAlive,
  runProjections,
  slotName,
} from '#projections';
import { viewProjections, viewsRead, type ReadTables } from '#read-models';
import { openClusterDatabase } from '../../../cluster/src/engines.js';
import { openPolicies } from '../../../programs/src/policies.js';
import { tellProjectionAlarm } from '../../../programs/src/tell-projection-alarm.js';
import { dataFilesOf } from '../../../standalone/src/data-files.js';
import { fileExists } from '../../../standalone/src/file-exists.js';
import type { WithoutKeys, OnFolder, Operating, OperatorCommand } from './command.js';
import { displayProgress } from './display-progress.js';
import { paused } from './paused.js';

/** There is nothing to build again; the message says why. */
export class CannotRebuild extends Error {
  override readonly name = 'CannotRebuild';
}

type Watching = Pick<Operating<unknown>, 'write' | 'screen' | 'interruption'>;

const lookMilliseconds = 200;

/** Asks for the rebuild, or takes up the one that is under way. */
const begin = async (
  database: Database<ReadTables>,
  views: readonly string[],
  write: Watching['write'],
): Promise<void> => {
  const before = await rebuildProgress(database);
  if (before.some(({ projection, done }) => !done && views.includes(projection)))
    write('A rebuild is under way already; this is how far it is.\n');
  for (const view of views) await requestRebuild(database, view);
};

/** Says how far it is until it is done; false where the operator did not wait for it. */
const watch = async (
  database: Database<ReadTables>,
  views: readonly string[],
  { write, screen, interruption }: Watching,
  worked: () => Promise<boolean>,
): Promise<boolean> => {
  const signal = interruption();
  const display = displayProgress(screen, write, 'events');
  let idle = false;
  try {
    while (!signal.aborted) {
      try {
        const slots = (await rebuildProgress(database)).filter(({ projection }) =>
          views.includes(projection),
        );
        display.show(slots.map((slot) => ({ ...slot, name: slotName(slot) })));
        if (slots.every(({ done }) => done)) return true;
        const wasIdle = idle;
        idle = !(await worked());
        if (idle && !wasIdle) display.say('No projector is alive. Start one: it does what was asked for.\n');
      } catch (problem) {
        // The work goes on without us, or begins again when the database is back.
        if (!(problem instanceof DatabaseAway)) throw problem;
      }
      await paused(lookMilliseconds, signal);
    }
    return false;
  } finally {
    display.end();
  }
};

const told = (views: readonly string[], done: boolean, otherwise: string): string =>
  done ? `Built again, and read from now on: ${views.join(', ')}.\n` : `\n${otherwise}\n`;

const inTheCluster =
  (views: readonly string[]) =>
  async (operating: WithoutKeys): Promise<number> => {
    const { configuration, log, shutdown, write } = operating;
    const database = await openClusterDatabase(configuration, 'cli', log, shutdown);
    await begin(database, views, write);
    const alive = async () => {
      for (const view of views) if ((await runnersAlive(database, view)) === 0) return false;
      return true;
    };
    const done = await watch(database, views, operating, alive);
    write(told(views, done, 'The projectors go on with it. Ask again to see how far it is.'));
    return done ? 0 : 1;
  };

/** The projections run in this process, so nothing else may have the folder; `openEmbeddedEventStore` sees to that. */
const onFolder =
  (views: readonly string[]) =>
  async (operating: OnFolder): Promise<number> => {
    const { configuration, log, shutdown, telemetry, write } = operating;
    const files = dataFilesOf(configuration.dataFolder);
    if (!(await fileExists(files.log)))
      throw new CannotRebuild(`There is no event log in ${files.folder}. Set DATA_DIR to the data folder.`);
    const store = await openEmbeddedEventStore({ file: files.log });
    shutdown.register('event log', () => store.close());
    const database = openDatabase<ReadTables>({ file: files.views, durability: 'rebuildable' });
    shutdown.register('views', () => database.close());
    try {
      await begin(database, views, write);
    } catch (problem) {
      if (!(problem instanceof NoSuchProjection)) throw problem;
      throw new CannotRebuild('There are no views in the folder yet: the next start builds them.');
    }
    const stopping = new AbortController();
    const onAlarm = (alarm: Parameters<typeof tellProjectionAlarm>[1]) => tellProjectionAlarm(log, alarm);
    const policies = openPolicies(log, telemetry);
    const projections = viewProjections({ policies, onAlarm, clock: systemClock });
    const running = runProjections({ store, database, projections, signal: stopping.signal, onAlarm });
    shutdown.register('projections', async () => {
      stopping.abort();
      await running.stopped;
    });
    const done = await watch(database, views, operating, () => Promise.resolve(true));
    write(told(views, done, 'It goes on with the next start, or when you ask again.'));
    return done ? 0 : 1;
  };

const names = viewsRead.map(({ name }) => name);

export const rebuildCommand: OperatorCommand = {
  name: 'rebuild',
  takes: `[${names.join('|')}]`,
  does: 'builds the views again beside those that are read, which stay until then',
  understand: ([name, ...more]) => {
    const views = name === undefined ? names : names.filter((known) => known === name);
    if (views.length === 0 || more.length > 0) return undefined;
    return { withoutKeys: inTheCluster(views), onFolder: onFolder(views) };
  },
};
