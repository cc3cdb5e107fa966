import { systemClock } from '#kernel';
import {
  createHealth,
  serveOperations,
  unwell,
  well,
  type Logger,
  type Shutdown,
  type Telemetry,
} from '#platform';
import {
  followProgress,
  parkedIn,
  runProjections,
  seeThatSlotsFit,
  type ProjectionAlarm,
} from '#projections';
import { viewProjections, viewsRead } from '#read-models';
import type { ProjectorConfiguration } from '../../cluster/src/configuration.js';
import { openSharedEngines } from '../../cluster/src/engines.js';
import { countedAlarms, observedSlots, watchLagOfSlots, watchSlots } from '../../observation/src/index.js';
import { seeThatPortIsFree } from '../../programs/src/listening.js';
import { tellProjectionAlarm } from '../../programs/src/tell-projection-alarm.js';

/**
 * Starts a projector: it follows the log and writes the views of those slots that it holds, and shares the slots with
 * all others on the same database. It holds no key. The answer is where it tells of its health; what cannot be started
 * is told by a typed error. `shutdown` ends it after the batches that are under way, and gives its slots back.
 */
export const startProjector = async (
  configuration: ProjectorConfiguration,
  log: Logger,
  shutdown: Shutdown,
  telemetry: Telemetry,
): Promise<string> => {
  const { host, port, slots, leaseMilliseconds } = configuration;
  await seeThatPortIsFree(port, host);
  const health = createHealth();
  const { store, database, policies } = await openSharedEngines(
    configuration,
    'projector',
    log,
    shutdown,
    telemetry,
  );
  const onAlarm = countedAlarms((alarm: ProjectionAlarm) => tellProjectionAlarm(log, alarm), telemetry);
  const projections = viewProjections({ policies, onAlarm, clock: systemClock, slots }).map((divided) =>
    observedSlots(divided, telemetry),
  );
  await seeThatSlotsFit(database, projections);
  const progress = followProgress({ store, database, views: viewsRead });
  shutdown.register('progress of the views', () => progress.stop());
  const observers = [
    watchSlots(telemetry),
    watchLagOfSlots({ lag: progress.lag, parked: () => parkedIn(database) }, telemetry),
  ];
  const stopping = new AbortController();
  const running = runProjections({
    store,
    database,
    projections,
    leaseSeconds: leaseMilliseconds / 1_000,
    signal: stopping.signal,
    onAlarm,
    observe: (observed) => observers.forEach((observe) => observe(observed)),
  });
  shutdown.register('projections', async () => {
    stopping.abort();
    await running.stopped;
  });
  // A projector without a slot stands by for one that dies, and is as well as those that have some.
  health.register({
    name: 'database',
    kind: 'ready',
    check: async () => ((await progress.lag()).length > 0 ? well : unwell('no-answer')),
  });
  const operations = await serveOperations({ health, telemetry, host, port });
  shutdown.register('operations', () => operations.close());
  return operations.address;
};
