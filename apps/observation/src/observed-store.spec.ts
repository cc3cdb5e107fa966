import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ExpectationFailed,
  openEmbeddedEventStore,
  OutcomeUnknown,
  RefusedInput,
  StoreUnavailable,
  StreamDeleted,
  TooLarge,
  type EventStore,
} from '#event-store';
import { randomId } from '#kernel';
import { createTelemetry } from '#platform';
import { keepingSpans } from '#platform/testing';
import { observedStore } from './observed-store.js';
import { countedIn } from './samples.fixture.js';

const stream = 'case-zq-canary-qz';
const event = () => ({ id: randomId(), type: 'ZqCanaryQz', data: { voice: 'zq-the-child-said-qz' } });

let folder: string;
let store: EventStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'observed-store-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

describe('the observed event log', () => {
  it('counts and times what is appended and what is refused, and nothing that is only asked', async () => {
    const telemetry = createTelemetry({ service: 'gateway', environment: {} });
    const observed = observedStore(store, telemetry);
    const { revision } = await observed.append(stream, [event(), event()], { expected: 'no-stream' });
    await expect(observed.append(stream, [event()], { expected: 7 })).rejects.toThrow(ExpectationFailed);
    await observed.append(stream, [], { expected: revision });
    expect(await countedIn(telemetry, 'throughline_append_seconds_count')).toEqual({
      '{outcome="appended"}': 1,
      '{outcome="expectation-failed"}': 1,
    });
    expect(await countedIn(telemetry, 'throughline_events_appended_total')).toEqual({ '': 2 });
    expect(await telemetry.metrics.text()).not.toMatch(/zq/i);
  });

  it.each([
    ['unavailable', new StoreUnavailable('away')],
    ['outcome-unknown', new OutcomeUnknown(stream, 'no answer')],
    ['stream-deleted', new StreamDeleted(stream)],
    ['too-large', new TooLarge(stream, 2, 1)],
    ['refused-input', new RefusedInput('zq')],
    ['failed', new TypeError('zq')],
  ])('tells how an append ended: %s', async (outcome, problem) => {
    const { telemetry, spans } = keepingSpans();
    const observed = observedStore({ ...store, append: () => Promise.reject(problem) }, telemetry);
    const request = telemetry.traces.beginTrace('gateway.request', {});
    const append = () => observed.append(stream, [event()], { expected: 'any' });
    await expect(request.run(append)).rejects.toBe(problem);
    expect(await countedIn(telemetry, 'throughline_append_seconds_count')).toEqual({
      [`{outcome="${outcome}"}`]: 1,
    });
    await telemetry.close();
    expect(spans.map(({ name, attributes }) => ({ name, ...attributes }))).toEqual([
      { name: 'event-store.append', 'throughline.events': 1, 'throughline.outcome': outcome },
    ]);
  });
});
