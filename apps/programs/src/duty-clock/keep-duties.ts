import type { EventStore } from '#event-store';
import type { FollowedDirectory } from '#identity';
import type { Clock } from '#kernel';
import type { Database, Logger, Shutdown, Telemetry } from '#platform';
import { inOneMoment, ViewNotReady } from '#projections';
import { emergencyAccessesRunOut, type ReadTables } from '#read-models';
import { openDuties, type DutyPorts, type Oversight, type SharedStreams } from '#recording';
import { countedAlarms, watchDutyClock } from '../../../observation/src/index.js';
import type { TimeLimited } from './end-what-ran-out.js';
import { lateness } from './lateness.js';
import { runDutyClock } from './run-duty-clock.js';
import { dutyTables, setUpDutyTables } from './tables.js';
import { tellDutyAlarm } from './tell-duty-alarm.js';

/** What is needed to keep the clock of the duties. */
export interface KeptDuties extends DutyPorts {
  readonly store: EventStore;
  readonly database: Database<ReadTables>;
  readonly directory: FollowedDirectory;
  readonly oversight: Pick<Oversight, 'endWhatRanOut'>;
  readonly clock: Clock;
  /** Those of the recording of the same process. */
  readonly streams: SharedStreams;
  /** How long the clock stands still when the process that runs it dies; 5 seconds unless told. */
  readonly leaseSeconds?: number;
}

/** The end of an emergency access was refused, for another reason than that it stands on record. */
export class EndRefused extends Error {
  override readonly name = 'EndRefused';

  constructor(readonly code: string) {
    super(`The end of an emergency access was refused (${code}).`);
  }
}

/** What `endWhatRanOut` answers where the end is on record, or a clock that is ahead asked too early. */
const nothingToEnd = 'emergency-access-is-open';

const emergencyAccesses = ({
  database,
  oversight,
}: Pick<KeptDuties, 'database' | 'oversight'>): TimeLimited => ({
  runOut: async (now) => {
    try {
      return await inOneMoment(database.reader, (moment) => emergencyAccessesRunOut(moment, now));
    } catch (error) {
      // While the view is built nobody reads by it; how far it is the projections tell.
      if (error instanceof ViewNotReady) return [];
      throw error;
    }
  },
  end: async (grantId) => {
    const answer = await oversight.endWhatRanOut(grantId);
    if (answer.ok) return;
    const { reason } = answer;
    if (reason.code === 'RULE_REFUSED' && reason.rule === nothingToEnd) return;
    throw new EndRefused(reason.code);
  },
});

/**
 * Keeps the clock of the duties in this process, or stands by for the one that does, and tells how late it is. Nobody
 * waits for it: requests are served whether it runs or not. `shutdown` ends it after the looks that are under way.
 */
export const keepDuties = async (
  { streams, leaseSeconds, ...ports }: KeptDuties,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<void> => {
  const { store, database, directory, clock } = ports;
  await setUpDutyTables(database);
  const stopping = new AbortController();
  const running = runDutyClock({
    ...{ store, database, directory, clock, signal: stopping.signal },
    ...(leaseSeconds === undefined ? {} : { leaseSeconds }),
    duties: openDuties(ports, streams),
    accesses: emergencyAccesses(ports),
    onAlarm: countedAlarms((alarm) => tellDutyAlarm(log, alarm), telemetry),
    observe: (observed) => count(observed),
  });
  const count = watchDutyClock(
    { isHeld: running.isHeld, late: () => lateness({ store, database: dutyTables(database), clock }) },
    telemetry,
  );
  shutdown.register('duty clock', async () => {
    stopping.abort();
    await running.stopped;
  });
};
