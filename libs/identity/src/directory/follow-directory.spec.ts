import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { OpenedEvent } from '#casework';
import {
  openEmbeddedEventStore,
  positionOf,
  StoreUnavailable,
  type EventStore,
  type RecordedEvent,
} from '#event-store';
import { followDirectory, type FollowedDirectory } from '#identity';
import { randomId, type Json } from '#kernel';
import { createLogger } from '#platform';
import { organisationRegistered, personEnrolled, personSuspended } from './directory.fixture.js';

let folder: string;
let store: EventStore;
let directory: FollowedDirectory | undefined;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'directory-'));
  store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
});
afterEach(async () => {
  await directory?.stop();
  await store.close();
  await rm(folder, { recursive: true });
});

const record = async (event: OpenedEvent, stream = 'directory') => {
  const data = JSON.parse(JSON.stringify(event)) as Json;
  return store.append(stream, [{ id: randomId(), type: event.header.type, data }], { expected: 'any' });
};

/** Here the words stand in clear in the log, so opening an event is reading it. */
const read = (events: readonly RecordedEvent[]) =>
  Promise.resolve(events.map(({ data }) => data as unknown as OpenedEvent));

const log = createLogger({ level: 'silent' });
const patience = { timeoutMs: 5_000 };

/** Resolves when a condition holds, and fails where it does not within the time that is given here. */
const until = async (holds: () => boolean): Promise<void> => {
  const end = performance.now() + patience.timeoutMs / 2;
  while (!holds()) {
    if (performance.now() > end) throw new Error('It did not come to hold.');
    await nextTurn();
  }
};
const force = organisationRegistered({ organisation: 'force', function: 'police' });
const officer = personEnrolled({ person: 'p', organisation: 'force', role: 'officer' });

describe('a directory that follows the log', () => {
  it('knows what was recorded before it began, and is current only then', async () => {
    await record(force);
    directory = followDirectory({ store, open: read, log });
    expect(directory.isCurrent()).toBe(false);
    expect(directory.health()).toEqual({ well: false, reason: 'behind' });
    await directory.ready();
    expect(directory.isCurrent()).toBe(true);
    expect(directory.functionOf('force')).toBe('police');
  });

  it('is current at once where nothing was recorded yet', async () => {
    directory = followDirectory({ store, open: read, log });
    await directory.ready();
    expect(directory.isCurrent()).toBe(true);
  });

  it('can be waited for: after a suspension is recorded, the person is known to be suspended', async () => {
    directory = followDirectory({ store, open: read, log });
    await record(force);
    await record(officer);
    const { position } = await record(personSuspended({ person: 'p', organisation: 'force' }));
    expect(await directory.readyAt(position, patience)).toBe(true);
    expect(directory.organisationOf('p')).toBeUndefined();
  });

  it('is ready at a position at which something else was recorded', async () => {
    directory = followDirectory({ store, open: read, log });
    await record(officer);
    const { position } = await record(officer, 'case-1');
    expect(await directory.readyAt(position, patience)).toBe(true);
    expect(directory.organisationOf('p')).toBe('force');
  });

  it('does not learn from other streams', async () => {
    directory = followDirectory({ store, open: read, log });
    await record(officer, 'case-1');
    const { position } = await record(force);
    await directory.readyAt(position, patience);
    expect(directory.person('p')).toBeUndefined();
  });

  it('is not current while it cannot open what was recorded, and goes on from there when it can', async () => {
    let broken = true;
    directory = followDirectory({
      store,
      open: (events) => (broken ? Promise.reject(new Error('no key')) : read(events)),
      log,
    });
    const { position } = await record(force);
    expect(await directory.readyAt(position, { timeoutMs: 50 })).toBe(false);
    expect(directory.isCurrent()).toBe(false);
    broken = false;
    expect(await directory.readyAt(position, patience)).toBe(true);
    await directory.ready();
    expect(directory.functionOf('force')).toBe('police');
  });

  it('is not current while its subscription is silent and the log has gone on, and is again when it hears', async () => {
    await record(force);
    let cutOff = false;
    let back: () => void = () => undefined;
    // As the adapter of a log server does that is away for the subscription alone: it tries again, and says nothing.
    const silent: Pick<EventStore, 'subscribe' | 'readStream'> = {
      readStream: (name, read) => store.readStream(name, read),
      subscribe: async function* (subscription) {
        for await (const delivery of store.subscribe(subscription)) {
          if (cutOff) await new Promise<void>((resolve) => (back = resolve));
          yield delivery;
        }
      },
    };
    directory = followDirectory({ store: silent, open: read, log, askEvery: 10 });
    await directory.ready();
    cutOff = true;
    const { position } = await record(officer);
    await until(() => directory?.isCurrent() === false);
    expect(directory.health()).toEqual({ well: false, reason: 'behind' });
    cutOff = false;
    back();
    expect(await directory.readyAt(position, patience)).toBe(true);
    await until(() => directory?.isCurrent() === true);
  });

  it('is not current while the log does not answer, although its subscription says nothing of it', async () => {
    await record(force);
    let away = false;
    const partly: Pick<EventStore, 'subscribe' | 'readStream'> = {
      subscribe: (subscription) => store.subscribe(subscription),
      readStream: (name, read) => {
        if (away) throw new StoreUnavailable('The event log cannot be read.');
        return store.readStream(name, read);
      },
    };
    directory = followDirectory({ store: partly, open: read, log, askEvery: 10 });
    await directory.ready();
    expect(directory.isCurrent()).toBe(true);
    away = true;
    await until(() => directory?.isCurrent() === false);
    away = false;
    await until(() => directory?.isCurrent() === true);
  });

  it('answers that it is not ready rather than wait for ever', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    directory = followDirectory({ store, open: (events) => held.then(() => read(events)), log });
    const { position } = await record(force);
    expect(await directory.readyAt(position, { timeoutMs: 20 })).toBe(false);
    expect(await directory.readyAt(positionOf(1_000_000n, 0n), { timeoutMs: 20 })).toBe(false);
    release();
    expect(await directory.readyAt(position, patience)).toBe(true);
  });
});
