import { describe, expect, it } from '@jest/globals';
import { positionOf, type RecordedEvent } from '#event-store';
import { randomId } from '#kernel';
import { keepingSpans } from '#platform/testing';
import type { Projection } from '#projections';
import { observedProjection } from './observed-projection.js';
import { countedIn } from './samples.fixture.js';

const correlations = ['6d5f7c39-6a5e-4d1c-8f0a-2f4f3d9c3a11', '0b0c9c6e-7a55-4b0e-9d0c-3f6f6b3f1c11'];

const recorded = (number: number, metadata: RecordedEvent['metadata']): RecordedEvent => ({
  id: randomId(),
  type: 'ZqCanaryQz',
  stream: 'case-zq-canary-qz',
  revision: number,
  position: positionOf(BigInt(number), BigInt(number)),
  data: { voice: 'zq-the-child-said-qz' },
  metadata,
  appendedAt: '2010-11-02T04:50:00.000Z',
});

const events = [
  recorded(0, { $correlationId: correlations[0]!, inputDigest: 'zq-digest-qz' }),
  recorded(1, { $correlationId: correlations[0]! }),
  recorded(2, { $correlationId: correlations[1]! }),
  recorded(3, { $correlationId: 'zq-canary-qz' }),
  recorded(4, null),
];

const projectionThat = (apply: () => Promise<void>): Projection<object> => ({
  name: 'timeline',
  version: 1,
  streams: ['case-'],
  setUp: () => Promise.resolve(),
  apply,
  forget: () => undefined,
});

describe('an observed projection', () => {
  it('makes each batch a trace of its own that leads to the requests which recorded its events', async () => {
    const { telemetry, spans } = keepingSpans();
    const observed = observedProjection(
      projectionThat(() => Promise.resolve()),
      3,
      telemetry,
    );
    await observed.apply({} as never, events);
    await telemetry.close();
    const [batch] = spans;
    expect(batch?.parentSpanContext).toBeUndefined();
    expect(batch?.attributes).toEqual({
      'throughline.projection': 'timeline',
      'throughline.slot': 3,
      'throughline.events': 5,
      'throughline.outcome': 'ok',
    });
    expect(batch?.links.map(({ context }) => context.traceId)).toEqual(
      correlations.map((correlation) => correlation.replaceAll('-', '')),
    );
    expect(JSON.stringify(batch?.links)).not.toMatch(/zq/);
    expect(await countedIn(telemetry, 'throughline_projection_events_total')).toEqual({
      '{projection="timeline"}': 5,
    });
  });

  it('tells of a batch that failed, and fails', async () => {
    const { telemetry, spans } = keepingSpans();
    const problem = new Error('zq');
    const observed = observedProjection(
      projectionThat(() => Promise.reject(problem)),
      0,
      telemetry,
    );
    await expect(observed.apply({} as never, events)).rejects.toBe(problem);
    await telemetry.close();
    expect(spans[0]?.attributes['throughline.outcome']).toBe('failed');
    expect(await countedIn(telemetry, 'throughline_projection_batch_seconds_count')).toEqual({
      '{projection="timeline",outcome="failed"}': 1,
    });
    expect(await countedIn(telemetry, 'throughline_projection_events_total')).toEqual({});
  });
});
