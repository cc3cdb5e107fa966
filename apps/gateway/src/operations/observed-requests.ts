import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyInstance } from 'fastify';
import {
  broughtTraceId,
  correlated,
  declaredOnce,
  traceIdOf,
  type SpanAttributes,
  type Telemetry,
} from '#platform';
import { correlationHeader } from '../access/correlation.js';
import type { RequestContext } from '../access/request-context.js';

const kinds = ['query', 'mutation', 'subscription', 'none'] as const;
const outcomes = ['answered', 'refused', 'failed', 'abandoned'] as const;
type Outcome = (typeof outcomes)[number];

/** What is found out about a request while it is answered. */
export interface ObservedRequest {
  /** `none` until it is known to be an operation that can run. */
  kind: NonNullable<SpanAttributes['operation']>;
  /** Null where no operation ran; then the status tells. */
  outcome: Outcome | null;
}

const declared = declaredOnce((metrics) => {
  const underWay = metrics.readGauge({
    name: 'throughline_requests_under_way',
    help: 'GraphQL requests that are being answered.',
    labels: {},
  });
  const now = { underWay: 0 };
  metrics.watch('requests', () => [underWay.at({}, now.underWay)]);
  return {
    now,
    requests: metrics.histogram({
      name: 'throughline_request_seconds',
      help: 'GraphQL requests, until the answer has left; refused is the asker’s affair, failed is ours.',
      labels: { kind: kinds, outcome: outcomes },
    }),
  };
});

const observed = new WeakMap<object, ObservedRequest>();

/** What is being found out about a request; what is found out about one that nobody observes goes nowhere. */
export const observedRequest = (request: object): ObservedRequest =>
  observed.get(request) ?? { kind: 'none', outcome: null };

const outcomeOfStatus = (status: number): Outcome =>
  status >= 500 ? 'failed' : status >= 400 ? 'refused' : 'answered';

/**
 * Gives every request its place: all that it causes is logged under its correlation, and a GraphQL request is timed and
 * is a trace. To be called when the correlation stands in the reply's header.
 */
export const observeRequests = (server: FastifyInstance, { metrics, traces }: Telemetry): void => {
  const { now, requests } = declared(metrics);
  server.addHook('onRequest', (request, reply, done) => {
    const correlation = String(reply.getHeader(correlationHeader));
    if (request.url.split('?')[0] !== '/graphql') return correlated(correlation, done);
    const found: ObservedRequest = { kind: 'none', outcome: null };
    observed.set(request, found);
    const traceId = broughtTraceId(request.headers.traceparent) ?? traceIdOf(correlation);
    const span = traces.beginTrace('gateway.request', { correlation }, { traceId });
    const begun = performance.now();
    now.underWay += 1;
    // Emitted once, whether the answer has left or whoever asked has gone.
    reply.raw.once('close', () => {
      now.underWay -= 1;
      const { statusCode, writableFinished } = reply.raw;
      const outcome = writableFinished ? (found.outcome ?? outcomeOfStatus(statusCode)) : 'abandoned';
      requests.observe({ kind: found.kind, outcome }, (performance.now() - begun) / 1000);
      span.note({ operation: found.kind });
      span.end(outcome === 'answered' ? 'ok' : outcome);
    });
    correlated(correlation, () => span.run(done));
  });
};

const ourFailures: ReadonlySet<unknown> = new Set(['INTERNAL', 'UNAVAILABLE']);

/** Finds out what kind of operation a request asks for, and what became of it; never its name, which the asker chose. */
export const observesOperations: ApolloServerPlugin<RequestContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ operation, contextValue }) => {
        if (operation !== undefined) contextValue.observed.kind = operation.operation;
        return Promise.resolve();
      },
      willSendResponse: ({ response: { body }, contextValue }) => {
        if (body.kind !== 'single') return Promise.resolve();
        const { errors = [] } = body.singleResult;
        const failed = errors.some(({ extensions }) => ourFailures.has(extensions?.code));
        contextValue.observed.outcome = failed ? 'failed' : errors.length > 0 ? 'refused' : 'answered';
        return Promise.resolve();
      },
    }),
};
