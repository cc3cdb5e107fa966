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
import { seeThatSlotsFit } from '#projections';
import { viewProjections } from '#read-models';
import type { ProjectorConfiguration } from '../../cluster/src/configuration.js';
import { openSharedEngines } from '../../cluster/src/engines.js';
import { alarmsOfViews, keepViews } from '../../programs/src/keep-views.js';
import { seeThatPortIsFree } from '../../programs/src/listening.js';

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
  const onAlarm = alarmsOfViews(log, telemetry);
  const projections = viewProjections({ policies, onAlarm, clock: systemClock, slots });
  await seeThatSlotsFit(database, projections);
  const leaseSeconds = leaseMilliseconds / 1_000;
  const progress = keepViews({ store, database, projections, onAlarm, leaseSeconds }, shutdown, telemetry);
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
