import { positionOf } from '#event-store';
import { accepted, randomId, refused } from '#kernel';
import type { Alert, AlertsQuery, CaseTouch } from '#read-models';
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
}

export const noAlerts = (): BehindAlerts => ({
  alertsAsked: [],
  acknowledged: [],
  acknowledging: () => null,
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
