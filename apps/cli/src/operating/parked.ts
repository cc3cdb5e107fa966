import {
  outcomeOfRetry,
  parkedIn,
  requestRetry,
  runnersAlive,
  slotName,
  type ParkedInSlot,
} from '#projections';
import type { EventStore } from '#event-store';
import type { Database } from '#platform';
import { waitingEvents, type ReadTables } from '#read-models';
import { openClusterDatabase, openSharedEngines } from '../../../cluster/src/engines.js';
import { inColumns } from '../columns.js';
import { withoutWords, type WithoutKeys, type OperatorCommand } from './command.js';
import { paused } from './paused.js';

const said = ({ problem: { name, code } }: Pick<ParkedInSlot, 'problem'>): string =>
  code === null ? name : `${name} (${code})`;

const notParked = 'is not parked. "throughline parked" lists what is.\n';

const list = async ({ configuration, log, shutdown, write }: WithoutKeys): Promise<number> => {
  const database = await openClusterDatabase(configuration, 'cli', log, shutdown);
  const parked = await parkedIn(database);
  if (parked.length === 0) {
    write('Nothing is parked.\n');
    return 0;
  }
  const rows = parked.map((one) => [
    one.projection,
    String(one.slot),
    one.group,
    one.parkedAt,
    said(one),
    one.position,
  ]);
  const lines = inColumns([['view', 'slot', 'group', 'since', 'problem', 'position'], ...rows]);
  write(`${lines.join('\n')}\n`);
  return 0;
};

/** The event at a place, as far as it may be told: neither its header nor a part. */
const eventAt = async (store: EventStore, position: ParkedInSlot['position']): Promise<string> => {
  for await (const event of store.readAll({ from: position, limit: 1 }))
    if (event.position === position) return `${event.type} in ${event.stream}, of ${event.appendedAt}`;
  return 'no longer in the log';
};

const parkedPlaces = async (database: Database<ReadTables>, group: string) =>
  (await parkedIn(database)).filter((one) => one.group === group);

const show =
  (group: string) =>
  async ({ configuration, log, shutdown, telemetry, write }: WithoutKeys): Promise<number> => {
    const { database, store } = await openSharedEngines(configuration, 'cli', log, shutdown, telemetry);
    const places = await parkedPlaces(database, group);
    if (places.length === 0) {
      write(`${group} ${notParked}`);
      return 1;
    }
    for (const place of places) {
      const waiting = await waitingEvents(database, place.slot, group);
      const lines = inColumns([
        ['  group', group],
        ['  since', place.parkedAt],
        ['  problem', said(place)],
        ['  position', place.position],
        ['  event', await eventAt(store, place.position)],
        ['  waiting', `${waiting} ${waiting === 1 ? 'event' : 'events'}, with this one`],
      ]);
      write(`${slotName(place)}\n${lines.join('\n')}\n`);
    }
    return 0;
  };

const lookMilliseconds = 200;

/** Asks for one retry and waits; true where the group is not parked there any more. */
const retryIn = async (
  place: ParkedInSlot,
  database: Database<ReadTables>,
  signal: AbortSignal,
  write: WithoutKeys['write'],
): Promise<boolean> => {
  const id = await requestRetry(database, place, place.group);
  let idle = false;
  while (!signal.aborted) {
    const became = await outcomeOfRetry(database, id);
    if (became.outcome === 'still-fails') {
      write(`${slotName(place)}: still fails, ${said(became)}. Nothing was changed.\n`);
      return false;
    }
    if (became.outcome !== 'waits') {
      write(`${slotName(place)}: taken in, and read from now on.\n`);
      return true;
    }
    if (!idle && (await runnersAlive(database, place.projection)) === 0) {
      idle = true;
      write('No projector is alive. Start one: it does what was asked for.\n');
    }
    await paused(lookMilliseconds, signal);
  }
  write(`${slotName(place)}: not tried yet; a projector will.\n`);
  return false;
};

const retry =
  (group: string) =>
  async ({ configuration, log, shutdown, write, interruption }: WithoutKeys): Promise<number> => {
    const database = await openClusterDatabase(configuration, 'cli', log, shutdown);
    const places = await parkedPlaces(database, group);
    if (places.length === 0) write(`${group} ${notParked}`);
    const signal = interruption();
    let left = places.length === 0 ? 1 : 0;
    for (const place of places) if (!(await retryIn(place, database, signal, write))) left += 1;
    return left === 0 ? 0 : 1;
  };

const ofGroup =
  (task: (group: string) => (operating: WithoutKeys) => Promise<number>): OperatorCommand['understand'] =>
  ([group, ...more]) =>
    group === undefined || more.length > 0 ? undefined : { withoutKeys: task(group) };

export const parkedCommand: OperatorCommand = {
  name: 'parked',
  takes: '',
  does: 'lists the groups whose views wait for an operator',
  understand: withoutWords({ withoutKeys: list }),
};

export const showParkedCommand: OperatorCommand = {
  name: 'parked show',
  takes: '<group>',
  does: 'shows at which event a group stopped, and how many wait',
  understand: ofGroup(show),
};

export const retryParkedCommand: OperatorCommand = {
  name: 'parked retry',
  takes: '<group>',
  does: 'tries again to take in what waits, and tells what came of it',
  understand: ofGroup(retry),
};
