import { createSecretKey, randomBytes } from 'node:crypto';
import type { Purpose } from '#casework';
import { positionOf, type Position } from '#event-store';
import { accepted, randomId, refused } from '#kernel';
import { createHealth, createLogger, createTelemetry } from '#platform';
import type {
  Asked,
  CaseTouch,
  Entry,
  Planned,
  Reader,
  ReadModels,
  SelectedParts,
  TimelineQuery,
} from '#read-models';
import type { Recorded, RecordRequest, RecordingRefusal } from '#recording';
import { createTokens } from '#sealing';
import { alertsBehind, noAlerts, type BehindAlerts } from './alerts/alerts-behind.fixture.js';
import { noOversight, oversightBehind, type BehindOversight } from './oversight/oversight-behind.fixture.js';
import { boardManager, officer } from './people.fixture.js';
import type { DevelopmentIssuer, GatewayPorts } from './ports.js';
import { feedInMemory } from './subscriptions/feed-in-memory.fixture.js';
import { webhooksBehind } from './webhooks/webhooks-behind.fixture.js';

/** An event, or whatever else has an id. */
export const ourEvent = '5a0f7f0e-7a55-4b0e-9d0c-3f6f6b3f1c12';
export const ourCase = '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11';
const at = '2010-11-02T04:50:00.000Z';
export const positionAt = (number: number): Position => positionOf(BigInt(number), BigInt(number));

export const anEntry = (
  type: string,
  details: Record<string, unknown>,
  more: Partial<Entry> = {},
): Entry => ({
  eventId: randomId(),
  caseId: ourCase,
  level: 'full',
  type,
  version: 1,
  occurred: '2010-11-01',
  recordedAt: at,
  organisation: officer.organisation,
  kindOfWork: 'contact',
  relations: [],
  marks: [],
  details,
  withheld: [],
  contactPoint: null,
  visibleFrom: at,
  lawfulBasis: null,
  policyVersion: '1',
  ...more,
});

/** What a spec sees of the other side of the ports, and how it makes them fail. */
export interface Behind extends BehindOversight, BehindAlerts {
  entries: Entry[];
  /** What was asked, recorded and opened, in order. */
  happened: string[];
  disclosed: { readonly reader: Reader; readonly touches: readonly CaseTouch[] }[];
  recorded: RecordRequest[];
  log: string[];
  /** What the selection asked of each type of entry. */
  selected: Map<string, number>;
  disclosing: () => Promise<void>;
  reading: () => void;
  recording: (request: RecordRequest) => RecordingRefusal | null;
  applied: boolean;
  narrows: boolean;
}

export const freshBehind = (): Behind => ({
  entries: [],
  happened: [],
  disclosed: [],
  recorded: [],
  log: [],
  selected: new Map(),
  disclosing: () => Promise.resolve(),
  reading: () => undefined,
  recording: () => null,
  ...noOversight(),
  ...noAlerts(),
  applied: true,
  narrows: false,
});

const touchOf = (asked: Asked, caseId: string | null, more: Partial<CaseTouch> = {}): CaseTouch => ({
  asked,
  asOf: null,
  whole: true,
  caseId,
  outcome: 'given',
  caseKnown: true,
  events: [],
  decidedBy: ['policy-one'],
  policyVersion: '1',
  viewPosition: positionAt(1),
  ...more,
});

/** Reads from a list in memory: every entry is permitted in full, and only the case of the fixture is there. */
const readsFrom = (behind: Behind): ReadModels => {
  const given = <Answer>(
    asked: Asked,
    caseId: string,
    entries: readonly Entry[],
    selectedParts: SelectedParts,
    answer: Answer,
  ): Planned<Answer> => {
    const events = entries.map(({ eventId, type }) => {
      const parts = type === null ? 0 : selectedParts(type);
      if (type !== null) behind.selected.set(type, parts);
      return { eventId, parts };
    });
    behind.happened.push(`planned ${caseId}`);
    return Promise.resolve(
      accepted({
        touches: [touchOf(asked, caseId, { events })],
        open: () => {
          behind.happened.push(`opened ${caseId}`);
          return Promise.resolve(answer);
        },
      }),
    );
  };
  const nothing = (asked: Asked, caseId: string) => {
    behind.happened.push(`planned ${caseId}`);
    const touches = [touchOf(asked, caseId, { outcome: 'denied', caseKnown: false })];
    return Promise.resolve(refused({ code: 'NOT_FOUND' as const, touches }));
  };
  const none = () => 0;
  return {
    timeline: (_reader, query: TimelineQuery) => {
      behind.reading();
      if (query.caseId !== ourCase) return nothing('timeline', query.caseId);
      const from = query.after === undefined ? 0 : Number(query.after.position.slice(0, 20)) + 1;
      const page = behind.entries.slice(from, from + query.first);
      return given('timeline', ourCase, page, query.selectedParts, {
        edges: page.map((node, index) => ({
          node,
          cursor: { occurredEarliest: at, position: positionAt(from + index) },
        })),
        hasNextPage: from + page.length < behind.entries.length,
      });
    },
    entry: (_reader, { eventId, selectedParts }) => {
      behind.reading();
      const entry = behind.entries.find((one) => one.eventId === eventId);
      return entry === undefined
        ? nothing('entry', randomId())
        : given('entry', entry.caseId, [entry], selectedParts, entry);
    },
    caseSummary: (_reader, caseId) =>
      caseId === ourCase
        ? given('case', caseId, [], none, {
            caseId,
            cases: [caseId],
            openProcesses: [
              {
                process: 'missing-episode',
                openedBy: randomId(),
                since: '2010-11',
                organisation: officer.organisation,
              },
            ],
            participants: [
              { organisation: officer.organisation, name: 'Northshire Police', function: 'police' },
            ],
            ageDeterminations: [],
            missingNow: true,
            entries: behind.entries.length,
          })
        : nothing('case', caseId),
    cases: () =>
      given('cases', ourCase, [], none, {
        edges: [
          {
            node: { caseId: ourCase, visibleFrom: at, onCase: true, responsible: false },
            cursor: { caseId: ourCase },
          },
        ],
        hasNextPage: false,
      }),
    accessLog: (_reader, { caseId }) =>
      caseId === ourCase
        ? given('access-log', caseId, [], none, {
            extent: 'who-read',
            edges: [
              {
                node: {
                  at,
                  kind: 'read',
                  organisation: officer.organisation,
                  person: officer.person,
                  role: officer.role,
                  outcome: 'given',
                  purpose: null,
                  events: null,
                  judgement: null,
                  decidedBy: null,
                  policyVersion: null,
                  correlation: null,
                },
                cursor: { position: positionAt(1) },
              },
            ],
            hasNextPage: false,
          })
        : nothing('access-log', caseId),
    worklist: () =>
      given('cases', ourCase, [], none, {
        edges: [
          {
            node: {
              kind: 'deadline',
              caseId: ourCase,
              eventId: ourEvent,
              grantId: null,
              organisation: officer.organisation,
              person: null,
              since: at,
              due: at,
              overdue: true,
              duty: 'assessment',
            },
            cursor: { overdue: true, at, kind: 'deadline', id: ourEvent, now: at },
          },
        ],
        hasNextPage: true,
      }),
    emergencyAccesses: (_reader, { caseId }) =>
      caseId === undefined || caseId === ourCase
        ? given('case', ourCase, [], none, {
            edges: [
              {
                node: {
                  grantId: ourEvent,
                  caseId: ourCase,
                  organisation: officer.organisation,
                  person: officer.person,
                  openedAt: at,
                  until: at,
                  endedAt: null,
                  reviewDue: at,
                  reviewedAt: null,
                  ground: 'missing-child',
                  justification: 'Not seen since the morning.',
                },
                cursor: { position: positionAt(1) },
              },
            ],
            hasNextPage: false,
          })
        : nothing('case', caseId),
    reviews: () =>
      given('knowledge', ourCase, [], none, {
        edges: [
          {
            node: {
              reviewId: ourEvent,
              board: officer.organisation,
              reviewers: [officer.person],
              cases: [ourCase],
              from: '2004',
              until: '2011',
              openedAt: at,
              closedAt: null,
              position: positionAt(1),
              eventId: ourEvent,
            },
            cursor: { position: positionAt(1) },
          },
        ],
        hasNextPage: false,
      }),
    askReview: (_reader, { reviewId }) => nothing('knowledge', reviewId),
    workOfTheBoard: (_reader, reviewId) => nothing('knowledge', reviewId),
    upTo: () => Promise.resolve(behind.applied),
  };
};

export const portsOf = (behind: Behind, development: DevelopmentIssuer | null): GatewayPorts => ({
  recording: {
    record: (request) => {
      const refusal = behind.recording(request);
      if (refusal !== null) return Promise.resolve(refused(refusal));
      behind.recorded.push(request);
      const entry = anEntry(request.type, request.details as Record<string, unknown>);
      behind.entries.push(entry);
      const recorded: Recorded = {
        eventId: entry.eventId,
        type: request.type,
        caseId: request.caseId ?? ourCase,
        linkId: null,
        occurred: request.occurred,
        recordedAt: at,
        position: positionAt(behind.entries.length),
        repeated: false,
        narrows: behind.narrows,
      };
      return Promise.resolve(accepted(recorded));
    },
  },
  oversight: oversightBehind(behind),
  webhooks: webhooksBehind(),
  alerts: alertsBehind(behind),
  reads: readsFrom(behind),
  disclosures: {
    record: async (reader, touches) => {
      behind.happened.push('recording disclosure');
      await behind.disclosing();
      behind.disclosed.push({ reader, touches });
      behind.happened.push('disclosure recorded');
    },
  },
  feed: feedInMemory([ourCase]),
  authenticate: (token) => {
    const person = [officer, boardManager].find(({ person: id }) => id.startsWith(token));
    return Promise.resolve(person === undefined ? refused('expired') : accepted(person));
  },
  policy: () => ({
    mayUsePurpose: (agency, _role, purpose) => ({
      allowed:
        (agency === 'police' && (['safeguarding', 'court', 'statistics'] as Purpose[]).includes(purpose)) ||
        (agency === 'safeguarding-board' && purpose === 'review'),
      decidedBy: [],
    }),
  }),
  directory: {
    organisation: (id) =>
      id === officer.organisation
        ? { id, name: 'Northshire Police', function: 'police', contactPoint: '101', area: null }
        : undefined,
    person: () => undefined,
  },
  tokens: createTokens(createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32))),
  health: createHealth(),
  logger: createLogger({
    level: 'info',
    destination: { write: (line: string) => void behind.log.push(line) },
  }),
  telemetry: createTelemetry({ service: 'gateway', environment: {} }),
  development,
});
