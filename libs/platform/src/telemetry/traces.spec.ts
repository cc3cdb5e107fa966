import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-node';
import { broughtTraceId, correlationOfTrace, createTelemetry, traceIdOf } from '#platform';
import { keepingSpans } from '#platform/testing';

const canary = 'zq-the-child-said-qz';
const correlation = '6d5f7c39-6a5e-4d1c-8f0a-2f4f3d9c3a11';
const named = (spans: readonly ReadableSpan[], name: string) => spans.filter((span) => span.name === name);

describe('a trace', () => {
  it('puts each part under the one that it runs in, also when two run at a time', async () => {
    const { telemetry, spans } = keepingSpans();
    const { traces } = telemetry;
    const one = async () => {
      const request = traces.beginTrace('gateway.request', {});
      await request.run(() =>
        traces.span('recording.record', {}, async () => {
          await setImmediate();
          await traces.span('event-store.append', { events: 1 }, () => setImmediate());
        }),
      );
      request.end('ok');
    };
    await Promise.all([one(), one()]);
    await telemetry.close();
    const requests = named(spans, 'gateway.request');
    expect(new Set(requests.map((span) => span.spanContext().traceId)).size).toBe(2);
    for (const request of requests) {
      const within = spans.filter((span) => span.spanContext().traceId === request.spanContext().traceId);
      const parentOf = (name: string) => named(within, name)[0]?.parentSpanContext?.spanId;
      expect(request.parentSpanContext).toBeUndefined();
      expect(parentOf('recording.record')).toBe(request.spanContext().spanId);
      expect(parentOf('event-store.append')).toBe(named(within, 'recording.record')[0]?.spanContext().spanId);
    }
  });

  it('has the id that was brought, or that of its correlation, and links to what it follows from', async () => {
    const { telemetry, spans } = keepingSpans();
    const { traces } = telemetry;
    const traceId = traceIdOf(correlation);
    traces.beginTrace('gateway.request', { correlation }, { traceId }).end('ok');
    traces
      .beginTrace('projection.batch', { slot: 3 }, { follows: [correlation, correlation, canary] })
      .end('ok');
    await telemetry.close();
    const [request, batch] = spans;
    expect(request?.spanContext().traceId).toBe('6d5f7c396a5e4d1c8f0a2f4f3d9c3a11');
    expect(request?.attributes).toEqual({
      'throughline.correlation': correlation,
      'throughline.outcome': 'ok',
    });
    expect(batch?.spanContext().traceId).not.toBe(traceId);
    expect(batch?.links.map(({ context }) => context.traceId)).toEqual([traceId]);
  });

  it('says nothing that is no word of its lists, no count and no id of a request', async () => {
    const { telemetry, spans } = keepingSpans();
    const wrong = {
      correlation: canary,
      outcome: canary,
      asked: canary,
      projection: canary,
      events: canary,
      slot: Number.NaN,
      case: canary,
      [canary]: 1,
    } as never;
    const span = telemetry.traces.beginTrace('gateway.request', wrong);
    span.note(wrong);
    await span.run(() => telemetry.traces.span('sealing.open', wrong, () => Promise.resolve()));
    span.end(canary as never);
    await telemetry.close();
    expect(spans.map(({ attributes }) => attributes)).toEqual([{ 'throughline.outcome': 'ok' }, {}]);
  });

  it('says that a part failed and never why, and lets the failure through', async () => {
    const { telemetry, spans } = keepingSpans();
    const request = telemetry.traces.beginTrace('gateway.request', {});
    const failing = () => Promise.reject(new Error(canary));
    await expect(request.run(() => telemetry.traces.span('sealing.seal', {}, failing))).rejects.toThrow(
      canary,
    );
    request.end('failed');
    await telemetry.close();
    expect(spans.map(({ status, events, attributes }) => ({ status, events, attributes }))).toEqual(
      Array(2).fill({
        status: { code: SpanStatusCode.ERROR },
        events: [],
        attributes: { 'throughline.outcome': 'failed' },
      }),
    );
  });

  it('is not begun by a part: what runs outside of any request is none', async () => {
    const { telemetry, spans } = keepingSpans();
    await expect(telemetry.traces.span('sealing.open', {}, () => Promise.resolve(7))).resolves.toBe(7);
    await telemetry.close();
    expect(spans).toEqual([]);
  });

  it('costs nothing where nobody asked for traces', async () => {
    const { traces } = createTelemetry({ service: 'gateway', environment: {} });
    expect(traces.on).toBe(false);
    const request = traces.beginTrace('gateway.request', {});
    await expect(request.run(() => traces.span('sealing.open', {}, () => Promise.resolve(7)))).resolves.toBe(
      7,
    );
    request.end('ok');
  });
});

describe('a trace that a caller brings', () => {
  it.each([
    ['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more', '4bf92f3577b34da6a3ce929d0e0e4736'],
    ['00-00000000000000000000000000000000-00f067aa0ba902b7-01', undefined],
    ['00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01', undefined],
    [`00-${canary}-00f067aa0ba902b7-01`, undefined],
    ['', undefined],
    [['00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01', 'two'], undefined],
    [undefined, undefined],
  ])('is taken by its id alone, and only where it is one (%j)', (traceparent, traceId) => {
    expect(broughtTraceId(traceparent)).toBe(traceId);
  });

  it('has the form of a correlation and back', () => {
    expect(traceIdOf(correlationOfTrace('4bf92f3577b34da6a3ce929d0e0e4736'))).toBe(
      '4bf92f3577b34da6a3ce929d0e0e4736',
    );
    expect(traceIdOf(canary)).toBeUndefined();
  });
});
