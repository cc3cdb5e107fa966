import { describe, expect, it } from '@jest/globals';
import { createTelemetry } from '#platform';
import type { Lag } from '#projections';
import { countedIn, samplesOf } from './samples.fixture.js';
import { watchLagOfSlots } from './watched-lag.js';
import { watchSlots } from './watched-slots.js';

const lagOf = (projection: string, slot: number | null, events: number): Lag => ({
  projection,
  slot,
  events,
  since: events === 0 ? null : '2010-11-02T04:50:00.000Z',
  seconds: events / 10,
});

const parked = (slot: number, group: string) => ({
  projection: 'timeline',
  slot,
  group,
  position: '' as never,
  problem: { name: 'SealBroken', code: null },
  parkedAt: '2010-11-02T04:50:00.000Z',
});

describe('the lag of a projection', () => {
  it('is told by the process that holds a slot, as long as it holds it', async () => {
    const telemetry = createTelemetry({ service: 'projector', environment: {} });
    const observe = watchLagOfSlots(
      {
        lag: () =>
          Promise.resolve([lagOf('timeline', 0, 0), lagOf('timeline', 1, 40), lagOf('access-log', 0, 3)]),
        parked: () => Promise.resolve([parked(1, 'case-zq'), parked(1, 'case-qz'), parked(0, 'case-zq')]),
      },
      telemetry,
    );
    const [events, seconds, groups] = ['lag_events', 'lag_seconds', 'parked_groups'] as const;
    const gauge = (name: string) => samplesOf(telemetry, `throughline_projection_${name}`);
    expect(await gauge(events)).toEqual({});
    observe({ kind: 'held', projection: 'timeline', slot: 1 });
    observe({ kind: 'held', projection: 'access-log', slot: 0 });
    expect(await gauge(events)).toEqual({
      '{projection="timeline",slot="1"}': 40,
      '{projection="access-log",slot="0"}': 3,
    });
    expect(await gauge(seconds)).toMatchObject({ '{projection="timeline",slot="1"}': 4 });
    expect(await gauge(groups)).toEqual({
      '{projection="timeline",slot="1"}': 2,
      '{projection="access-log",slot="0"}': 0,
    });
    expect(await telemetry.metrics.text()).not.toMatch(/zq/);
    observe({ kind: 'given-up', projection: 'timeline', slot: 1 });
    expect(await gauge(events)).toEqual({ '{projection="access-log",slot="0"}': 3 });
  });

  it('of a view that cannot be read yet is that of the whole log', async () => {
    const telemetry = createTelemetry({ service: 'projector', environment: {} });
    const observe = watchLagOfSlots(
      { lag: () => Promise.resolve([lagOf('timeline', null, 1_000)]), parked: () => Promise.resolve([]) },
      telemetry,
    );
    observe({ kind: 'held', projection: 'timeline', slot: 2 });
    expect(await samplesOf(telemetry, 'throughline_projection_lag_events')).toEqual({
      '{projection="timeline",slot="2"}': 1_000,
    });
  });

  it('is not told where it cannot be found out, and the parked groups are told all the same', async () => {
    const telemetry = createTelemetry({ service: 'projector', environment: {} });
    const observe = watchLagOfSlots(
      {
        lag: () => Promise.reject(new Error('the log is away')),
        parked: () => Promise.resolve([parked(0, 'g')]),
      },
      telemetry,
    );
    observe({ kind: 'held', projection: 'timeline', slot: 0 });
    expect(await samplesOf(telemetry, 'throughline_projection_lag_events')).toEqual({});
    expect(await countedIn(telemetry, 'throughline_projection_parked_groups')).toEqual({
      '{projection="timeline",slot="0"}': 1,
    });
    expect(await countedIn(telemetry, 'throughline_readings_failed_total')).toEqual({
      '{from="projection"}': 3,
    });
  });
});

describe('the slots of a process', () => {
  it('are counted as they are taken and given up', async () => {
    const telemetry = createTelemetry({ service: 'projector', environment: {} });
    const observe = watchSlots(telemetry);
    for (const slot of [0, 1, 2]) observe({ kind: 'held', projection: 'timeline', slot });
    observe({ kind: 'rebuild-begun', projection: 'timeline', slot: 0 });
    observe({ kind: 'given-up', projection: 'timeline', slot: 0 });
    observe({ kind: 'held', projection: 'zq-canary-qz', slot: 0 });
    expect(await samplesOf(telemetry, 'throughline_projection_slots_held')).toEqual({
      '{projection="timeline"}': 2,
      '{projection="other"}': 1,
    });
    expect(await countedIn(telemetry, 'throughline_projection_changes_total')).toEqual({
      '{projection="timeline",change="held"}': 3,
      '{projection="timeline",change="given-up"}': 1,
      '{projection="timeline",change="rebuild-begun"}': 1,
      '{projection="other",change="held"}': 1,
    });
  });
});
