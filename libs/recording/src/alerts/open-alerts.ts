import { evolveAlert, noAlert, type AlertState } from '#casework';
import { refused, type Instant } from '#kernel';
import { cannotServe } from '../attempts.js';
import { loadedStreams } from '../loaded-streams.js';
import { oneAtATime } from '../one-at-a-time.js';
import { openStoredWithout } from '../open-stored.js';
import { acknowledgeAlert } from './acknowledge-alert.js';
import type { AlertPorts, Alerts } from './api.js';
import { lookAtAlert, streamOfAlert } from './look-at-alerts.js';

/** They are short; an event of state and index is some 500 bytes. */
const mostEventsInMemory = 20_000;

const earlier = (one: Instant | null, other: Instant | null): Instant | null =>
  one === null || other === null ? (one ?? other) : one < other ? one : other;

/** Opens the write side of alerts, one for each process. */
export const openAlerts = (ports: AlertPorts): Alerts => {
  const alerts = loadedStreams<AlertState>({
    store: ports.store,
    begin: noAlert,
    evolve: (alert, { header }) => evolveAlert(alert, header),
    open: openStoredWithout,
    mostEvents: mostEventsInMemory,
  });
  const inTurn = oneAtATime();
  return {
    look: async (caseId, open) => {
      const { wanted, stands } = await ports.alertsOf(caseId, ports.clock.now());
      const recorded: string[] = [];
      let lookAgainAt: Instant | null = null;
      for (const alertId of new Set([...wanted.keys(), ...open])) {
        const looked = await inTurn(streamOfAlert(alertId), () =>
          lookAtAlert(ports, alerts, alertId, wanted.get(alertId) ?? null, stands),
        );
        recorded.push(...looked.recorded);
        lookAgainAt = earlier(lookAgainAt, looked.lookAgainAt);
      }
      return { recorded, lookAgainAt };
    },
    acknowledge: (request) =>
      inTurn(streamOfAlert(request.alertId), async () => {
        try {
          return await acknowledgeAlert(ports, alerts, request);
        } catch (problem) {
          if (cannotServe(problem)) return refused({ code: 'UNAVAILABLE' });
          throw problem;
        }
      }),
  };
};
