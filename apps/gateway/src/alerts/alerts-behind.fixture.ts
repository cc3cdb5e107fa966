import { positionOf } from '#event-store';
import { accepted, randomId, refused } from '#kernel';
import type { Alert, AlertFeedItem, AlertsQuery, CaseTouch } from '#read-models';
import type { AcknowledgeAlert, RecordingRefusal } from '#recording';
import type { GatewayPorts } from '../ports.js';

export const anAlert: Alert = {
  alertId: '3f0f1c9e-7a55-4b0e-9d0c-3f6f6b3f1c21',
  kind: 'missing-child',
  caseId: '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11',
  eventId: '3f0f1c9e-7a55-4b0e-9d0c-3f6f6b3f1c22',
  raisedAt: '2010-11-06T02:00:00.000Z',
  level: 'supervisors',
  levelSince: '2010-11-06T02:15:00.000Z',
  forYou: true,
  acknowledgedAt: null,
  acknowledgedBy: null,
  open: true,
  contactPoint: null,
};

/** What a spec sees of alerts on the other side of their ports, and how it makes them refuse. */
export interface BehindAlerts {
  alertsAsked: AlertsQuery[];
  acknowledged: AcknowledgeAlert[];
  acknowledging: () => RecordingRefusal | null;
  /** What a subscription that begins at the beginning is sent. */
  alertItems: AlertFeedItem[];
}

export const noAlerts = (): BehindAlerts => ({
  alertsAsked: [],
  acknowledged: [],
  acknowledging: () => null,
  alertItems: [],
});

/** One alert, which anybody may know of. */
export const alertsBehind = (behind: BehindAlerts): GatewayPorts['alerts'] => ({
  reading: {
    alerts: (_reader, query) => {
      behind.alertsAsked.push(query);
      const touch: CaseTouch = {
        ...{ asked: 'cases', caseId: anAlert.caseId, outcome: 'given', caseKnown: true, asOf: null },
        ...{ events: [{ eventId: anAlert.eventId, parts: 0 }], whole: true, decidedBy: [] },
        ...{ policyVersion: '1', viewPosition: null },
      };
      const position = positionOf(7n, 7n);
      const edges = [{ node: anAlert, cursor: { position } }];
      return Promise.resolve(
        accepted({ touches: [touch], open: () => Promise.resolve({ edges, hasNextPage: false }) }),
      );
    },
  },
  feed: {
    subscribe: async (who, { start }) => {
      const reader = await who();
      if (!reader.ok) return refused({ code: 'CLOSED', closing: reader.reason });
      if (typeof start === 'object') return refused({ code: 'CURSOR_REFUSED', reason: 'outdated' });
      const waiting = start === 'beginning' ? [...behind.alertItems] : [];
      return accepted({
        next: async ({ heartbeatMs, signal }) => {
          const items = waiting.splice(0);
          if (items.length === 0)
            await new Promise<void>((resolve) => {
              const timer = setTimeout(resolve, heartbeatMs);
              signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
            });
          return { items, checkpoint: 'place', caughtUp: true, closing: null };
        },
        close: () => undefined,
      });
    },
  },
  recording: {
    acknowledge: (request) => {
      const refusal = behind.acknowledging();
      if (refusal !== null) return Promise.resolve(refused(refusal));
      behind.acknowledged.push(request);
      const recordedAt = '2010-11-06T02:20:00.000Z';
      return Promise.resolve(
        accepted({
          ...{ alertId: request.alertId, eventId: randomId(), type: 'AlertAcknowledged' },
          ...{ occurred: recordedAt, recordedAt, position: positionOf(9n, 9n) },
          ...{ repeated: false, narrows: false },
        }),
      );
    },
  },
});
