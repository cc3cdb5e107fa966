import type { EventStore } from '#event-store';
import { randomId } from '#kernel';
import type { Database } from '#platform';
import { pause, untilAborted, waitAfterFailure } from './back-off.js';
import { buildsOf } from './builds.js';
import { leaseChannel, requestChannel } from './channels.js';
import {
  acquire,
  announce,
  leave,
  nextExpiry,
  release,
  renew,
  runnersOf,
  setUpLease,
  type Holder,
} from './leases.js';
import { observeNothing, type Observer } from './observer.js';
import { problemOf, type ProjectionAlarm } from './projection.js';
import { runSlot, type RunningSlot } from './run-slot.js';
import { slotName, type DividedProjection, type Slot } from './slots.js';
import { ownTables, setUpProjectionTables } from './tables.js';

export interface RunProjectionsOptions<Schema> {
  readonly store: EventStore;
  readonly database: Database<Schema>;
  readonly projections: readonly DividedProjection[];
  /** The most events that are taken in by one transaction: 500 to 2,000 are best, 1,000 unless told. */
  readonly batchSize?: number;
  /** The same for a build that nobody reads yet; 2,000 unless told. */
  readonly rebuildBatchSize?: number;
  /** How long a slot waits for a runner that has died before another takes it over; 5 seconds unless told. */
  readonly leaseSeconds?: number;
  /** Aborting stops everything after the batches that are under way, and gives the leases back. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly observe?: Observer;
}

export interface RunningProjections {
  /** The slots that this runner holds now, by name. */
  readonly held: () => readonly string[];
  /** Resolves when everything has stopped, with all that was taken in committed and the leases given back. */
  readonly stopped: Promise<void>;
}

/** The views of this database are divided into another number of slots than this process is told to. */
export class SlotsDiffer extends Error {
  override readonly name = 'SlotsDiffer';

  constructor(
    readonly projection: string,
    readonly stored: number,
    readonly wanted: number,
  ) {
    super(
      `The view ${projection} is divided into ${stored} slots, and this process is told ${wanted}. Set THROUGHLINE_SLOTS ` +
        `to ${stored}. To divide it anew, stop every gateway and projector and run deploy/postgres/remove-views.sql, which ` +
        'takes the views away and leaves the data keys; the next projector that starts builds the views again.',
    );
  }
}

/** @throws SlotsDiffer */
export const seeThatSlotsFit = async <Schema>(
  database: Database<Schema>,
  projections: readonly DividedProjection[],
): Promise<void> => {
  await setUpProjectionTables(database);
  for (const { name, slots } of projections) {
    const [build] = await buildsOf(ownTables(database).writer, { projection: name });
    if (build !== undefined && build.slots !== slots) throw new SlotsDiffer(name, build.slots, slots);
  }
};

interface Held {
  readonly divided: DividedProjection;
  readonly slot: Slot;
  readonly fence: number;
  readonly running: RunningSlot;
  readonly stop: AbortController;
}

/** How often a runner looks whether there is something for it to take or to give up, unless it is told. */
const longestPause = 1_000;

/**
 * Runs projections until the signal aborts, sharing their slots with the other runners on the same database: each holds
 * at most its fair share by leases that it renews, gives up what is above that, and takes over from those whose leases
 * have expired. On a file there is no other, so it holds all and looks at nothing.
 */
export const runProjections = <Schema>(options: RunProjectionsOptions<Schema>): RunningProjections => {
  const { store, projections, signal, onAlarm, observe = observeNothing } = options;
  const { batchSize = 1_000, rebuildBatchSize = 2_000, leaseSeconds = 5 } = options;
  const database = ownTables(options.database);
  const { writer, dialect, notifications } = database;
  const holder: Holder = { holder: randomId(), dialect, leaseMilliseconds: leaseSeconds * 1_000 };
  const held = new Map<string, Held>();
  const newer = new Set<string>();
  let wake = new AbortController();
  const lookAgain = () => wake.abort();

  const begin = (divided: DividedProjection, slot: Slot, fence: number) => {
    const name = slotName(slot);
    const stop = new AbortController();
    const running = runSlot({
      ...{ store, database, divided, slot, fence, batchSize, rebuildBatchSize, onAlarm, observe },
      signal: stop.signal,
    });
    held.set(name, { divided, slot, fence, running, stop });
    observe({ kind: 'held', projection: slot.projection, slot: slot.slot });
    void running.stopped.then(async (how) => {
      if (held.get(name)?.running !== running) return;
      if (how === 'newer-version') newer.add(name);
      await giveUp(name).catch(() => undefined);
      lookAgain();
    });
  };

  /** Stops a slot, and lets others have it where it is still ours. */
  const giveUp = async (name: string): Promise<void> => {
    const mine = held.get(name);
    if (mine === undefined) return;
    held.delete(name);
    mine.stop.abort();
    await mine.running.stopped;
    const { slot } = mine;
    observe({ kind: 'given-up', projection: slot.projection, slot: slot.slot });
    await writer.transaction().execute(async (transaction) => {
      await release(transaction, holder, slot);
      await notifications.tell(transaction, leaseChannel, slotName(slot));
    });
  };

  const setUp = async (): Promise<void> => {
    await seeThatSlotsFit(database, projections);
    for (const divided of projections) for (const slot of slotsOf(divided)) await setUpLease(writer, slot);
  };

  const renewHeld = async (): Promise<void> => {
    const renewed = await renew(writer, holder);
    for (const [name, { slot, fence }] of held) {
      const still = renewed.some((one) => slotName(one) === slotName(slot) && one.fence === fence);
      if (!still) await giveUp(name);
    }
  };

  const take = async (divided: DividedProjection): Promise<void> => {
    const mine = () => [...held.values()].filter(({ slot }) => slot.projection === divided.name);
    const runners = dialect === 'sqlite' ? 1 : await runnersOf(writer, holder, divided);
    const share = Math.ceil(divided.slots / Math.max(1, runners));
    for (const { slot } of mine().slice(share)) await giveUp(slotName(slot));
    const builds = await buildsOf(writer, { projection: divided.name });
    for (const slot of inRandomOrder(slotsOf(divided))) {
      if (mine().length >= share || signal.aborted) return;
      if (held.has(slotName(slot))) continue;
      const isNewer = builds.some(
        (build) => build.slot === slot.slot && build.state !== 'retired' && build.version > divided.version,
      );
      // It was said once why this version leaves the slot alone.
      if (isNewer && newer.has(slotName(slot))) continue;
      const fence = await acquire(writer, holder, slot);
      if (fence !== null) begin(divided, slot, fence);
    }
  };

  const share = async (): Promise<void> => {
    for (const divided of projections) await announce(writer, holder, divided);
    await renewHeld();
    for (const divided of projections) await take(divided);
  };

  const pauseBetween = async (): Promise<number | null> => {
    if (dialect === 'sqlite') return null;
    for (const { running } of held.values()) running.lookAtRequests();
    const often = Math.min(longestPause, holder.leaseMilliseconds / 4);
    const names = projections.map(({ name }) => name);
    const expiry = await nextExpiry(writer, holder, names);
    return expiry === null ? often : Math.min(often, Math.max(20, expiry + 10));
  };

  const run = async (): Promise<void> => {
    const ends: (() => Promise<void>)[] = [];
    let attempt = 0;
    let ready = false;
    const stopWaiting = () => wake.abort();
    signal.addEventListener('abort', stopWaiting);
    while (!signal.aborted) {
      wake = new AbortController();
      try {
        if (!ready) {
          await setUp();
          ends.push(await notifications.listen(leaseChannel, lookAgain));
          ends.push(
            await notifications.listen(requestChannel, () => {
              for (const { running } of held.values()) running.lookAtRequests();
            }),
          );
          ready = true;
        }
        await share();
        attempt = 0;
        const milliseconds = await pauseBetween();
        await (milliseconds === null ? untilAborted(wake.signal) : pause(milliseconds, wake.signal));
      } catch (error) {
        attempt += 1;
        onAlarm({ kind: 'not-sharing', attempt, problem: problemOf(error) });
        await pause(waitAfterFailure(attempt), signal);
      }
    }
    signal.removeEventListener('abort', stopWaiting);
    for (const end of ends) await end();
    await Promise.all([...held.values()].map(({ stop, running }) => (stop.abort(), running.stopped)));
    if (ready) await handBack();
  };

  const handBack = async (): Promise<void> => {
    try {
      for (const name of [...held.keys()]) await giveUp(name);
      await leave(writer, holder);
    } catch (error) {
      // The leases expire by themselves.
      onAlarm({ kind: 'not-sharing', attempt: 1, problem: problemOf(error) });
    }
  };

  return { held: () => [...held.keys()].sort(), stopped: run() };
};

const slotsOf = ({ name, slots }: DividedProjection): readonly Slot[] =>
  Array.from({ length: slots }, (_, slot) => ({ projection: name, slot, slots }));

/** So that runners that start together do not all ask for the same slot first. */
const inRandomOrder = <Item>(items: readonly Item[]): readonly Item[] =>
  items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
