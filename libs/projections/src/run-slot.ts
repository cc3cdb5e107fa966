import type { Kysely } from 'kysely';
import type { EventStore, Position } from '#event-store';
import { inNamespace, type Database } from '#platform';
import { pause, waitAfterFailure } from './back-off.js';
import {
  beginBuild,
  buildsOf,
  claimBuilds,
  dropBuild,
  holdBuild,
  inBuildOf,
  LeaseLost,
  retireBuild,
  swapBuilds,
  type Build,
} from './builds.js';
import { movedChannel } from './channels.js';
import { followBuild, isBeyond, retryParked, type FollowedBuild } from './follow-build.js';
import type { Observer } from './observer.js';
import { parkedGroups } from './parking.js';
import { problemOf, type Projection, type ProjectionAlarm } from './projection.js';
import { answerRebuilds, answerRequest, openRequests, type Request } from './requests.js';
import { slotName, type DividedProjection, type Slot } from './slots.js';
import type { BuildTables, ProjectionTables } from './tables.js';

export interface SlotOptions {
  readonly store: EventStore;
  readonly database: Database<ProjectionTables>;
  readonly divided: DividedProjection;
  readonly slot: Slot;
  /** Of the lease under which it runs. */
  readonly fence: number;
  readonly batchSize: number;
  readonly rebuildBatchSize: number;
  /** Aborting stops it after the batch that it is in. */
  readonly signal: AbortSignal;
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly observe: Observer;
}

export interface RunningSlot {
  readonly slot: Slot;
  /** Says that somebody may have asked for something. */
  readonly lookAtRequests: () => void;
  /** Resolves when it has stopped: because it was told to, because the lease has gone, or for a newer version's sake. */
  readonly stopped: Promise<'stopped' | 'lost' | 'newer-version'>;
}

interface Working {
  readonly projection: Projection<BuildTables>;
  readonly followed: FollowedBuild;
  readonly stop: AbortController;
  /** Whether readers read this build. */
  isRead: boolean;
  /** Whether it has what only readers need. */
  isFinished: boolean;
}

interface Plan {
  readonly current: Build | null;
  readonly next: Build | null;
  readonly retired: readonly Build[];
}

/** How long the build that is read may stand still for the next one to draw level, before both go on and try again. */
const patienceOfASwap = 1_000;

/** How long the log may be shorter than what was built from it, before that counts as put back to an older state. */
const patienceWithTheLog = 3_000;

/**
 * Runs a slot under a lease. The build that readers read follows the log as long as this version of the software can
 * write it; beside it the next one is filled where the version is another, somebody asked for a rebuild, or there is
 * nothing to read yet. When it is level, readers are given it in one transaction, and the old one is dropped. Killed at
 * any point, the next holder of the lease goes on from there.
 */
export const runSlot = (options: SlotOptions): RunningSlot => {
  const { store, database, divided, slot, fence, signal, onAlarm, observe } = options;
  const about = { projection: slot.projection, slot: slot.slot };
  const { writer } = database;
  let poked: () => void = () => undefined;
  let wasPoked = false;
  let requested = true;

  const poke = () => {
    wasPoked = true;
    poked();
  };
  const untilPoked = async (milliseconds?: number): Promise<void> => {
    if (wasPoked || signal.aborted) {
      wasPoked = false;
      return;
    }
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      poked = resolve;
      if (milliseconds !== undefined) timer = setTimeout(resolve, milliseconds);
    });
    clearTimeout(timer);
    wasPoked = false;
  };

  const isNewer = (build: Build): boolean => build.state !== 'retired' && build.version > divided.version;

  const beginNext = () => {
    observe({ kind: 'rebuild-begun', ...about });
    return writer.transaction().execute(async (transaction) => {
      await claimBuilds(transaction, slot, fence);
      return beginBuild(transaction, slot, divided.of(slot), fence);
    });
  };

  /**
   * What was built from more than the log holds. A server of a cluster may be behind the others for a moment; views that it
   * has not come to yet are not taken from their readers for that.
   */
  const beyondTheLog = async (builds: readonly Build[]): Promise<readonly Build[]> => {
    const deadline = Date.now() + patienceWithTheLog;
    for (;;) {
      const head = await store.head();
      const beyond = builds.filter(({ state, position }) => state !== 'retired' && isBeyond(position, head));
      if (beyond.length === 0 || Date.now() >= deadline) return beyond;
      await pause(100, signal);
      if (signal.aborted) return [];
    }
  };

  /** Puts what is there under this lease, and sorts it. */
  const prepare = async (): Promise<Plan | 'newer-version'> => {
    // Under this fence nobody else moves them any more; and the log is asked after that, since it grows meanwhile.
    const builds = await writer.transaction().execute((transaction) => claimBuilds(transaction, slot, fence));
    const newer = builds.find(isNewer);
    if (newer !== undefined) {
      onAlarm({ kind: 'newer-version', ...about, stored: newer.version, known: divided.version });
      return 'newer-version';
    }
    const beyond = await beyondTheLog(builds);
    await writer.transaction().execute(async (transaction) => {
      const wanted = (await openRequests(transaction, about)).some(({ kind }) => kind === 'rebuild');
      const current = (await claimBuilds(transaction, slot, fence)).find(({ state }) => state === 'current');
      for (const build of builds) {
        if (build.state === 'retired') continue;
        const resumable = wanted || current?.version !== divided.version;
        const stale = build.state === 'next' && (build.version !== divided.version || !resumable);
        if (stale || beyond.includes(build)) await retireBuild(transaction, build);
      }
    });
    const ahead = beyond.some(({ state }) => state === 'current');
    if (ahead) onAlarm({ kind: 'begun-again', ...about });
    const now = await buildsOf(writer, about);
    const current = now.find(({ state }) => state === 'current') ?? null;
    const next = now.find(({ state }) => state === 'next') ?? null;
    const retired = now.filter(({ state }) => state === 'retired');
    const needed = next === null && current?.version !== divided.version;
    return { current, next: needed ? await beginNext() : next, retired };
  };

  const follow = (build: Build, batchSize: number): Working => {
    const projection = divided.of(slot);
    const stop = new AbortController();
    const isCurrent = build.state === 'current';
    const reading = { isRead: isCurrent, isFinished: isCurrent };
    const stopToo = () => stop.abort();
    signal.addEventListener('abort', stopToo, { once: true });
    const followed = followBuild({
      ...{ store, database, projection, build, fence, batchSize, observe },
      isRead: () => reading.isRead,
      signal: stop.signal,
      onStalled: (stalled) => onAlarm({ kind: 'stalled', ...about, ...stalled }),
      onChange: poke,
    });
    void followed.stopped.then(() => signal.removeEventListener('abort', stopToo));
    return Object.assign(reading, { projection, followed, stop });
  };

  const dropAll = async (retired: readonly Build[]): Promise<readonly Build[]> => {
    const left: Build[] = [];
    for (const build of retired) {
      try {
        await writer.transaction().execute((transaction) => dropBuild(transaction, build));
      } catch {
        // Readers are still at it, or the database is away: it is nobody's, and is tried again later.
        left.push(build);
      }
    }
    return left;
  };

  /** Gives the next build, once, what only readers need. Other events may have come before that is done. */
  const finish = async (next: Working): Promise<void> => {
    const { followed, projection, isFinished } = next;
    if (isFinished || projection.finish === undefined) return;
    await followed.inTurn(() =>
      followed.committed(async (transaction) => {
        await projection.finish?.(inBuildOf(transaction, followed.build.namespace));
        await holdBuild(transaction, followed.build, fence);
      }),
    );
    next.isFinished = true;
  };

  /** One transaction in which readers get the next build; false where it is not level yet. */
  const swap = (current: Build | null, next: Working): Promise<boolean> =>
    next.followed.inTurn(async () => {
      next.isRead = await writer.transaction().execute(async (transaction) => {
        if (!(await swapBuilds(transaction, current, next.followed.build, fence))) return false;
        await answerRebuilds(transaction, about);
        await database.notifications.tell(transaction, movedChannel, slotName(slot));
        return true;
      });
      return next.isRead;
    });

  /** The same beside a build that follows the log: it stands still until the next one has drawn level, and is left there. */
  const swapBeside = (live: Working, next: Working): Promise<boolean> =>
    live.followed.inTurn(async () => {
      const goal = live.followed.position();
      const deadline = Date.now() + patienceOfASwap;
      while (!hasReached(next.followed, goal)) {
        if (Date.now() >= deadline || signal.aborted || next.followed.ending() !== null) return false;
        await pause(2, signal);
      }
      if (!(await swap(live.followed.build, next))) return false;
      live.stop.abort();
      return true;
    });

  const retry = async (live: Working, { id, group }: Request): Promise<void> => {
    const { followed, projection } = live;
    try {
      const parked = await isParked(writer, followed.build, group ?? '');
      if (!parked) return await answerRequest(writer, id, 'not-parked');
      await retryParked(followed, projection, fence, group ?? '', (transaction) =>
        answerRequest(transaction, id, 'done'),
      );
    } catch (error) {
      if (error instanceof LeaseLost) return;
      await answerRequest(writer, id, 'still-fails', problemOf(error));
    }
  };

  /** Works until it is stopped, or everything has to be looked at again. */
  const work = async (plan: Plan): Promise<'stopped' | 'lost' | 'again'> => {
    let { current, retired } = plan;
    const fill = (build: Build) => follow(build, options.rebuildBatchSize);
    let live = current?.version === divided.version ? follow(current, options.batchSize) : null;
    let filling = plan.next === null ? null : fill(plan.next);
    requested = true;
    try {
      for (;;) {
        if (signal.aborted) return 'stopped';
        const endings = [live, filling].map((one) => one?.followed.ending() ?? null);
        if (endings.includes('lost')) return 'lost';
        if (endings.includes('ahead')) return 'again';
        if (requested) {
          requested = false;
          for (const request of await openRequests(writer, about)) {
            if (request.kind === 'rebuild' && filling === null) filling = fill(await beginNext());
            if (request.kind === 'retry' && live !== null) await retry(live, request);
          }
        }
        if (filling !== null && isLevel(filling.followed, live?.followed ?? null)) {
          await finish(filling);
          const swapped = live === null ? await swap(current, filling) : await swapBeside(live, filling);
          if (swapped) {
            observe({ kind: 'swapped', ...about });
            if (current !== null) retired = [...retired, current];
            current = filling.followed.build;
            [live, filling] = [filling, null];
          }
        }
        if (retired.length > 0) retired = await dropAll(retired);
        await untilPoked(retired.length > 0 ? 250 : undefined);
      }
    } finally {
      for (const one of [live, filling]) {
        one?.stop.abort();
        await one?.followed.stopped;
      }
    }
  };

  const run = async (): Promise<'stopped' | 'lost' | 'newer-version'> => {
    let attempt = 0;
    while (!signal.aborted) {
      try {
        const plan = await prepare();
        if (plan === 'newer-version') return plan;
        attempt = 0;
        const how = await work(plan);
        if (how !== 'again') return how;
      } catch (error) {
        if (error instanceof LeaseLost) return 'lost';
        attempt += 1;
        onAlarm({ kind: 'stalled', ...about, after: null, attempt, problem: problemOf(error) });
        await pause(waitAfterFailure(attempt), signal);
      }
    }
    return 'stopped';
  };

  signal.addEventListener('abort', poke, { once: true });
  const lookAtRequests = () => {
    requested = true;
    poke();
  };
  const stopped = run().finally(() => signal.removeEventListener('abort', poke));
  return { slot, lookAtRequests, stopped };
};

const hasReached = (next: FollowedBuild, goal: Position | null): boolean => {
  const position = next.position();
  return goal === null || (position !== null && position >= goal);
};

/** Whether it is worth an attempt to swap. */
const isLevel = (next: FollowedBuild, live: FollowedBuild | null): boolean =>
  next.caughtUp() || (live !== null && hasReached(next, live.position()));

const isParked = async (
  database: Database<ProjectionTables>['writer'],
  { namespace }: Build,
  group: string,
): Promise<boolean> => {
  const inBuild = inNamespace(database as unknown as Kysely<BuildTables>, namespace);
  return (await parkedGroups(inBuild)).some((parked) => parked.group === group);
};
