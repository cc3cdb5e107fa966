import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as after } from 'node:timers/promises';
import { expect } from '@jest/globals';
import {
  launch,
  newFolder,
  remove,
  sampleFolder,
  startProgram,
  type Program,
} from '../crash/program.fixture.js';
import { clientAt, type Client } from '../crash/requests.fixture.js';
import { folded, isDelivery, linesIn, repetitions } from './consumer-record.fixture.js';
import { oneAddress } from './one-address.fixture.js';
import { timelinesOf } from './timelines.fixture.js';
import { agency, startWriters } from './writers.fixture.js';

const consumer = fileURLToPath(new URL('consumer.mjs', import.meta.url));

/** The same numbers for the same seed, each at least 0 and below 1 (mulberry32). */
const randomly = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};

/** Waits for what another process has to do; the limit is for a fault. */
const until = async (holds: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  const limit = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`It did not come to that: ${what}`);
    await after(20);
  }
};

const tokenAt = async (address: string, person: string): Promise<string> => {
  const response = await fetch(`${address}/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person }),
  });
  if (!response.ok) throw new Error(`No token for ${person}: ${response.status}`);
  return ((await response.json()) as { token: string }).token;
};

/**
 * Kills the server and a consumer of its feed so often each, in an order and at moments that the seed gives, while
 * actions are recorded. Then what the consumer has kept must be what its agency's timelines have.
 */
export const killUnderLoad = async ({
  kills,
  seed,
}: {
  readonly kills: number;
  readonly seed: number;
}): Promise<void> => {
  const random = randomly(seed);
  const dataFolder = await sampleFolder();
  const recordFolder = await newFolder();
  const record = join(recordFolder, 'record.jsonl');
  const before = await oneAddress();
  let address = '';
  const startServer = async (): Promise<Program> => {
    const started = await startProgram({ dataFolder });
    address = await started.listening;
    await until(() => feedIn(started.stdout()) !== undefined, 'the feed listens');
    before.leadTo(feedIn(started.stdout()) ?? '');
    return started;
  };
  let server = await startServer();
  const tokens = new Map<string, string>();
  for (const person of [agency.person, agency.software, agency.partner])
    tokens.set(person, await tokenAt(address, person));
  const client: Client = clientAt({
    addresses: () => [address],
    tokenOf: (person) => Promise.resolve(tokens.get(person) ?? ''),
  });
  const startConsumer = (): Program =>
    launch({
      script: [consumer],
      env: { RECORD: record, FEED: before.address, TOKEN: tokens.get(agency.software) ?? '' },
      listens: /following/,
    });
  let following = startConsumer();
  const writers = startWriters(client, 3);
  const deliveries = () => linesIn(record).filter(isDelivery).length;

  const order = Array.from({ length: 2 * kills }, (_, index) => ({
    what: index % 2 === 0 ? 'server' : 'consumer',
    place: random(),
  })).sort((one, other) => one.place - other.place);
  for (const { what } of order) {
    await writers.more(5 + Math.floor(random() * 8));
    const delivered = deliveries();
    await until(() => deliveries() > delivered, 'something is delivered');
    await after(random() * 30);
    if (what === 'server') {
      await server.kill();
      server = await startServer();
    } else {
      const { stderr } = await following.kill();
      expect(stderr).toBe('');
      following = startConsumer();
    }
  }
  const last = await writers.finish();

  const lastIds = new Set(last.map(({ eventId }) => eventId));
  await until(() => {
    const lines = linesIn(record);
    const behind = lines.findLastIndex((line) => line.kind === 'entry' && lastIds.has(line.entry.eventId));
    return (
      [...lastIds].every((eventId) => folded(lines).has(eventId)) &&
      lines.slice(behind).some((line) => line.kind === 'place' && line.caughtUp)
    );
  }, 'the consumer has caught up');

  const timelines = async () => timelinesOf(client, agency.software, last);
  const kept = () =>
    [...folded(linesIn(record)).values()].map(({ eventId, level, type, detailsJson }) => ({
      ...{ eventId, level: ['', 'FULL', 'PARTIAL', 'STUB'][level], type: type ?? null },
      account: (JSON.parse(detailsJson ?? '{}') as { account?: string }).account ?? null,
    }));
  const byId = (entries: readonly { readonly eventId: string }[]) =>
    [...entries].sort((one, other) => (one.eventId < other.eventId ? -1 : 1));
  const same = async () => JSON.stringify(byId(kept())) === JSON.stringify(byId(await timelines()));
  // The clock of the duties may still be recording what follows from the last actions.
  await until(same, 'the record is the timelines').catch(() => undefined);
  expect(byId(kept())).toEqual(byId(await timelines()));

  const lines = linesIn(record);
  const own = folded(lines);
  // A change of handling is told to nobody whom it narrows, and what was handled may have ended.
  const missed = writers.acknowledged.filter(
    ({ by, type, handled, eventId }) =>
      (by === agency.person || (type !== 'HANDLING_CHANGED' && type !== 'HandlingChanged' && !handled)) &&
      !own.has(eventId),
  );
  expect(missed).toEqual([]);
  const { notAllowed, different } = repetitions(lines);
  expect({ notAllowed, different }).toEqual({ notAllowed: [], different: [] });
  expect(lines.filter(({ kind }) => kind === 'started')).toHaveLength(kills + 1);
  expect(lines.filter(({ kind }) => kind === 'ended').length).toBeGreaterThan(0);

  await following.kill();
  expect((await server.stop()).code).toBe(0);
  before.close();
  await remove(dataFolder, recordFolder);
};

const feedIn = (said: string): string | undefined => /Over gRPC: (\S+) is the feed/.exec(said)?.[1];
