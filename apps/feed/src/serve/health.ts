import type { Server } from '@grpc/grpc-js';
import { HealthImplementation } from 'grpc-health-check';
import type { Health } from '#platform';
import { serviceName } from './service-name.js';

/** The names under which gRPC's health protocol asks: the whole server, and the service. */
const names = ['', serviceName];

/** How often readiness is asked: a balancer that asks more often gets the same answer. */
const everyMilliseconds = 2_000;

export interface ServedHealth {
  readonly stop: () => void;
}

/** Tells by gRPC's own health protocol whether the process is ready. Needs no token, and tells of nothing else. */
export const serveHealth = async (server: Server, health: Health): Promise<ServedHealth> => {
  const served = new HealthImplementation();
  let told: boolean | undefined;
  const tell = (well: boolean) => {
    // Whoever watches is sent a message only where something has changed.
    if (well === told) return;
    told = well;
    for (const name of names) served.setStatus(name, well ? 'SERVING' : 'NOT_SERVING');
  };
  const ask = async () => tell((await health.report('ready')).well);
  await ask();
  served.addToServer(server);
  const timer = setInterval(() => void ask(), everyMilliseconds);
  timer.unref();
  return {
    stop: () => {
      clearInterval(timer);
      tell(false);
    },
  };
};
