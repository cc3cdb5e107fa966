import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { correlationOfTrace } from '#platform';
import { keepingSpans } from '#platform/testing';
import { startThroughline, type Answer, type Embedded } from '../throughline.fixture.js';

const correlation = 'f7b0c6de-51d3-4a6e-9a0f-0c6c4c0b7e21';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
/** Words that stand nowhere but in what is recorded and asked. */
const canaries = /zq[a-z]+qz/gi;

const mutation = `mutation ZqoperationQz($action: ActionInput!, $details: ContactReceivedInput!) {
  zqaliasqz: recordContact(action: $action, details: $details) { caseId eventId position } }`;
const timeline = `query ZqoperationQz($caseId: ID!, $atLeast: String) {
  timeline(caseId: $caseId, atLeast: $atLeast, types: [ContactReceived]) { edges { node { eventId ... on ContactReceived { account childsWords } } } } }`;

const whoRead = `query($caseId: ID!) { accessLog(caseId: $caseId) { edges { node { correlation } } } }`;

const { telemetry, spans } = keepingSpans();
let throughline: Embedded;
let recorded: { readonly caseId: string; readonly eventId: string; readonly position: string };
let acted: Answer;
let read: Answer;
let refused: Answer;
let accessLog: Answer;
let metrics: string;

beforeAll(async () => {
  throughline = await startThroughline({ telemetry });
  const ask = { as: 'keith-southquay' } as const;
  acted = await throughline.ask({
    ...ask,
    query: mutation,
    headers: { 'x-correlation-id': correlation, baggage: 'zqbaggageqz=1' },
    variables: {
      action: { key: 'zq-key-of-the-action-qz', occurred: '2010-11-01' },
      details: {
        channel: 'IN_PERSON',
        contactedBy: 'CHILD',
        helpAskedFor: ['SOMEWHERE_TO_LIVE'],
        childPresent: true,
        account: 'zqaccountqz',
        childsWords: 'zqwordsqz',
      },
    },
  });
  expect(acted.json.errors).toBeUndefined();
  recorded = acted.json.data?.zqaliasqz as typeof recorded;
  const { caseId, position: atLeast } = recorded;
  read = await throughline.ask({
    ...ask,
    query: timeline,
    variables: { caseId, atLeast },
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01`, tracestate: 'zq=zqstateqz' },
  });
  const deadline = performance.now() + 10_000;
  refused = await throughline.ask({ ...ask, query: timeline, variables: { caseId: 'zqcaseqz' } });
  // The view of the access log follows the log; it has the reading when it has it.
  do accessLog = await throughline.ask({ ...ask, query: whoRead, variables: { caseId } });
  while (!accessLog.body.includes(correlationOfTrace(traceId)) && performance.now() < deadline);
  metrics = await (await fetch(`${throughline.address}/metrics`)).text();
  await throughline.stop();
}, 120_000);
afterAll(() => throughline.close());

const within = (trace: string) => spans.filter((span) => span.spanContext().traceId === trace);

/** A trace as its parts stand in each other. */
const treeOf = (trace: string): unknown => {
  const all = within(trace);
  const under = (parent: string | undefined): readonly unknown[] =>
    all
      .filter(({ parentSpanContext }) => parentSpanContext?.spanId === parent)
      .sort(({ startTime: one }, { startTime: other }) => one[0] - other[0] || one[1] - other[1])
      .map((span) => {
        const parts = under(span.spanContext().spanId);
        return parts.length === 0 ? span.name : [span.name, ...parts];
      });
  return under(undefined);
};

const find = (trace: string, name: string): ReadableSpan | undefined =>
  within(trace).find((span) => span.name === name);

describe('a request, as the operator sees it', () => {
  it('that acts is one trace through recording, sealing and the append, under its correlation', () => {
    expect(acted.headers.get('x-correlation-id')).toBe(correlation);
    const trace = correlation.replaceAll('-', '');
    expect(treeOf(trace)).toEqual([
      ['gateway.request', ['recording.record', 'sealing.seal', 'event-store.append']],
    ]);
    expect(find(trace, 'gateway.request')?.attributes).toEqual({
      'throughline.correlation': correlation,
      'throughline.operation': 'mutation',
      'throughline.outcome': 'ok',
    });
  });

  it('that reads is one trace through the plan, the record of its disclosure and the opening', () => {
    expect(treeOf(traceId)).toEqual([
      [
        'gateway.request',
        'read-models.wait',
        'read-models.plan',
        ['disclosure.record', 'sealing.seal', 'event-store.append'],
        ['read-models.open', 'sealing.open'],
      ],
    ]);
    expect(find(traceId, 'read-models.plan')?.attributes).toEqual({
      'throughline.asked': 'timeline',
      'throughline.cases': 1,
      'throughline.events': 1,
      'throughline.outcome': 'ok',
    });
  });

  it('that brings a trace has its id, and no more of it', () => {
    expect(read.headers.get('x-correlation-id')).toBe('4bf92f35-77b3-4da6-a3ce-929d0e0e4736');
    expect(find(traceId, 'gateway.request')?.parentSpanContext).toBeUndefined();
  });

  it('is followed from the batch that puts it into a view', () => {
    const batches = spans.filter(({ name, links }) =>
      name === 'projection.batch'
        ? links.some(({ context }) => context.traceId === correlation.replaceAll('-', ''))
        : false,
    );
    const projections = batches.map(({ attributes }) => attributes['throughline.projection']);
    expect(projections.sort()).toEqual(['oversight', 'timeline']);
  });

  it('has its correlation in the access log', () => {
    expect(accessLog.body).toContain(read.headers.get('x-correlation-id'));
  });

  it('is counted by its kind and what became of it', () => {
    const counted = (sample: string) => metrics.split('\n').some((line) => line === sample);
    expect(refused.json.errors).toHaveLength(1);
    expect(counted('throughline_request_seconds_count{kind="mutation",outcome="answered"} 1')).toBe(true);
    expect(metrics).toMatch(/^throughline_request_seconds_count\{kind="query",outcome="answered"\} [2-9]/m);
    expect(counted('throughline_request_seconds_count{kind="query",outcome="refused"} 1')).toBe(true);
    expect(counted('throughline_actions_total{outcome="recorded"} 1')).toBe(true);
    expect(metrics).toMatch(/^throughline_disclosures_total\{outcome="given"\} [2-9]/m);
    expect(counted('throughline_refusals_total{code="INVALID_INPUT"} 1')).toBe(true);
    expect(metrics).toMatch(/^throughline_projection_lag_events\{projection="timeline",slot="0"\} \d+$/m);
    expect(metrics).toMatch(/^throughline_projection_parked_groups\{projection="access-log",slot="0"\} 0$/m);
    expect(metrics).toMatch(/^throughline_policy_cache_misses_total [1-9]\d*$/m);
    expect(metrics).toMatch(/^throughline_data_keys_held [1-9]\d*$/m);
  });

  it('leaves nothing of the event, the case, the person or the words of the asker in metrics, spans and log', () => {
    const named = [
      recorded.caseId,
      recorded.eventId,
      'keith-southquay',
      'southquay',
      'zq-key',
      'ContactReceived',
    ];
    const told = spans.map(({ name, attributes, events, links, status, resource }) => ({
      ...{ name, attributes, events, status, resource: resource.attributes },
      links: links.map((link) => link.attributes ?? {}),
    }));
    expect(acted.body + read.body).toMatch(canaries);
    for (const text of [metrics, JSON.stringify(told)]) {
      expect(text.match(canaries)).toBeNull();
      expect(named.filter((name) => text.includes(name))).toEqual([]);
    }
    expect(throughline.logged().join('').match(canaries)).toBeNull();
  });
});
