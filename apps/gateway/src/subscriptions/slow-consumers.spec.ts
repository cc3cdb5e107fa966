import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anEntry } from '../gateway.fixture.js';
import { closingOf, everything, startSubscribing, type SubscribingGateway } from './subscribing.fixture.js';

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing({ pingMilliseconds: 100, unresponsiveMilliseconds: 1_500 });
});
afterAll(() => gateway.stop());

const withAccounts = everything.replace(
  '{ eventId type }',
  '{ eventId type ... on ContactReceived { account } }',
);
const account = 'He has not been seen since the morning. '.repeat(250);
const quiet = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resolves when nothing more is read, in whatever time that takes. */
const untilNothingIsRead = async (): Promise<number> => {
  let before = -1;
  while (gateway.feed.read !== before) {
    before = gateway.feed.read;
    await quiet(300);
  }
  return before;
};

describe('somebody who does not read what they are sent', () => {
  const count = 4_000;

  it('is not read for meanwhile, and is sent everything in order when they do', async () => {
    gateway.feed.tell(
      ...Array.from({ length: count }, () => ({ entry: anEntry('ContactReceived', { account }) })),
    );
    const patient = await startSubscribing();
    patient.feed.tell(
      ...Array.from({ length: count }, () => ({ entry: anEntry('ContactReceived', { account }) })),
    );
    const socket = await patient.socket();
    const ids: string[] = [];
    let all = () => {};
    const everythingCame = new Promise<void>((resolve) => (all = resolve));
    socket.on('message', (data: Buffer) => {
      const { type, payload } = JSON.parse(data.toString('utf8')) as {
        type: string;
        payload: { data: { caseEvents: { id?: string } } };
      };
      if (type === 'next' && payload.data.caseEvents.id !== undefined) ids.push(payload.data.caseEvents.id);
      if (ids.length === count) all();
    });
    socket.pause();
    const before = process.memoryUsage().rss;
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: withAccounts } }));
    let read = -1;
    while (patient.feed.read !== read || read === 0) {
      read = patient.feed.read;
      await quiet(300);
    }
    // What the system's own buffers of one connection hold, and one page.
    expect(read).toBeLessThan(count / 2);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_048_576);
    socket.resume();
    await everythingCame;
    expect(ids).toEqual(Array.from({ length: count }, (_, index) => `delivery-${index + 1}`));
    expect(patient.feed.read).toBe(count);
    socket.terminate();
    await patient.stop();
  });

  it('and never does is cut off after a bounded time, and read for no more', async () => {
    const socket = await gateway.socket();
    socket.pause();
    socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: withAccounts } }));
    const read = await untilNothingIsRead();
    while (gateway.feed.open > 0) await quiet(50);
    expect(gateway.feed.read).toBe(read);
    const metrics = await (await fetch(`${gateway.address}/metrics`)).text();
    expect(metrics).toContain('throughline_sockets_closed_total{reason="unresponsive"} 1');
    socket.terminate();
  });

  it('but is there is not cut off, however long nothing happens', async () => {
    const socket = await gateway.socket();
    let isClosed = false;
    socket.once('close', () => (isClosed = true));
    await quiet(2_500);
    expect(isClosed).toBe(false);
    const closed = closingOf(socket);
    socket.close();
    await closed;
  });
});

describe('somebody who floods with what must be answered, and reads no answer', () => {
  it('is not read any further', async () => {
    const patient = await startSubscribing();
    const socket = await patient.socket();
    socket.pause();
    const padding = 'x'.repeat(100_000);
    const flood = JSON.stringify({ type: 'ping', payload: { padding } });
    const before = process.memoryUsage().rss;
    for (let n = 0; n < 500; n += 1) socket.send(flood);
    let left = -1;
    while (socket.bufferedAmount !== left) {
      left = socket.bufferedAmount;
      await quiet(300);
    }
    expect(left).toBeGreaterThan(10_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(128 * 1_048_576);
    let answered = 0;
    const all = new Promise<void>((resolve) =>
      socket.on('message', () => {
        answered += 1;
        if (answered === 500) resolve();
      }),
    );
    socket.resume();
    await all;
    socket.terminate();
    await patient.stop();
  });
});
