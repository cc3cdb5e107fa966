import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { openKurrentDbEventStore, type EventStore } from '#event-store';
import { randomId } from '#kernel';
import type { AppendFault, ReadFault, SubscriptionFault } from '../../../../test/log-server/faults.js';
import { serveLog } from './log-server.fixture.js';

const timeouts = { answerMilliseconds: 300, patienceMilliseconds: 20_000 };

/** One writer of one stream, each append by the revision that it knows; answers the ids in their order. */
const write = async (store: EventStore, stream: string, appends: number): Promise<string[]> => {
  const ids: string[] = [];
  for (let number = 0; number < appends; number += 1) {
    const list = [0, 1].map(() => ({ id: randomId(), type: 'Happened', data: { number } }));
    const expected = ids.length === 0 ? 'no-stream' : ids.length - 1;
    const { revision } = await store.append(stream, list, { expected });
    ids.push(...list.map(({ id }) => id));
    expect(revision).toBe(ids.length - 1);
  }
  return ids;
};

/** Writers and a reader that tails them; the reader must have seen exactly what the log holds, in its order. */
const writersAndReader = async (store: EventStore, writers: number, appends: number): Promise<void> => {
  const names = Array.from({ length: writers }, (_, number) => `case-${number}`);
  const total = writers * appends * 2;
  const tail = async () => {
    const seen: { stream: string; id: string }[] = [];
    for await (const delivery of store.subscribe({ after: 'start', streams: ['case-'], batchSize: 5 })) {
      if (delivery.kind === 'events') seen.push(...delivery.events);
      if (seen.length >= total) break;
    }
    return seen;
  };
  const [seen, ...written] = await Promise.all([tail(), ...names.map((name) => write(store, name, appends))]);
  const read: { stream: string; id: string }[] = [];
  for await (const event of store.readAll({ streams: ['case-'] })) read.push(event);
  expect(seen.map(({ id }) => id)).toEqual(read.map(({ id }) => id));
  for (const [index, name] of names.entries())
    expect(read.filter(({ stream }) => stream === name).map(({ id }) => id)).toEqual(written[index]);
};

const appendFault = fc.constantFrom<AppendFault>(
  'served',
  'served',
  'dropped-before-writing',
  'dropped-after-writing',
  'unavailable',
  'not-leader',
  'written-and-never-answered',
  'timed-out',
);
const readFault = fc.constantFrom<ReadFault>('served', 'unavailable', 'dropped', 'not-leader');
const subscriptionFault = fc.constantFrom<SubscriptionFault>(
  'unavailable',
  'never-confirmed',
  'ended',
  'dropped',
  'duplicated',
);
const misfortune = fc.record({
  appends: fc.array(appendFault, { maxLength: 12 }),
  reads: fc.array(readFault, { maxLength: 3 }),
  subscriptions: fc.array(subscriptionFault, { maxLength: 4 }),
  eventsBeforeLoss: fc.nat(6),
  /** Milliseconds between two cuts of every connection. */
  cuts: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
});

describe('writers and a follower of KurrentDB', () => {
  it('lose, double and reorder nothing, whatever befalls the server and the connections', async () => {
    await fc.assert(
      fc.asyncProperty(misfortune, async ({ cuts, ...faults }) => {
        const log = await serveLog();
        try {
          const store = await log.open({ timeouts });
          Object.assign(log.server().faults, structuredClone(faults));
          const cutting = (async () => {
            for (const pause of cuts) {
              await after(pause);
              log.server().dropConnections();
            }
          })();
          await writersAndReader(store, 3, 6);
          await cutting;
        } finally {
          await log.close();
        }
      }),
      { numRuns: 8 },
    );
  }, 60_000);

  it('lose, double and reorder nothing where the server is killed and started again in their midst', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'log-server-'));
    const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
    const program = ['-C', 'source', '--import', beside('../embedded/typescript.fixture.mjs')];
    const main = beside('../../../../test/log-server/main.ts');
    const start = async (port: number): Promise<{ readonly process: ChildProcess; readonly url: string }> => {
      const started = spawn(
        process.execPath,
        [...program, main, '--data', join(folder, 'events.sqlite'), '--port', String(port)],
        { env: { ...process.env, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'inherit'] },
      );
      const { value } = (await createInterface({ input: started.stdout })[Symbol.asyncIterator]().next()) as {
        value: string;
      };
      return { process: started, url: value };
    };
    const kill = async (started: ChildProcess) => {
      const exited = once(started, 'exit');
      started.kill('SIGKILL');
      await exited;
    };
    let server = await start(0);
    const { url } = server;
    const store = await openKurrentDbEventStore({ url, timeouts });
    try {
      const work = writersAndReader(store, 4, 150);
      for (let kills = 0; kills < 2; kills += 1) {
        await after(150);
        await kill(server.process);
        server = await start(Number(new URL(url).port));
      }
      await work;
    } finally {
      await store.close();
      await kill(server.process);
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
