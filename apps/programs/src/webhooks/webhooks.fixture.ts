import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { openEmbeddedEventStore, type Position } from '#event-store';
import type { Principal } from '#identity';
import { randomId, storyClock } from '#kernel';
import type { Database, Logger } from '#platform';
import type { MakeDatabase } from '#platform/testing';
import { followWebhooks, openWebhooks } from '#recording';
import { openDataKeyFile, openKeyFile, openSealing } from '#sealing';
import type { AttemptOutcome } from './deliver-webhook.js';
import { entriesSource } from './entries-source.js';
import { feedInMemory } from './feed-in-memory.fixture.js';
import type { LookUp } from './look-up.js';
import { networksIn } from './networks.js';
import { runWebhooks, type WebhookAlarm } from './run-webhooks.js';
import { purposeOfSoftware } from './software.js';
import type { Source } from './source.js';
import { setUpWebhookTables, type WebhookTables } from './tables.js';
import { targetOf } from './target.js';
import { webhookStandings } from './webhook-standings.js';

const northbridge = 'northbridge';
const author = {
  person: 'admin-northbridge',
  organisation: northbridge,
  function: 'children-services',
} as const;
export const administrator: Principal = {
  ...{ ...author, role: 'administrator', team: null, supervisor: null, vetting: null, acr: null },
  author: { ...author, role: 'administrator' },
};
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on loopback that answers what it is told to. */
export const receiver = async () => {
  const received: Received[] = [];
  let answer: (received: Received) => number | Promise<number> = () => 204;
  let more: Readonly<Record<string, string>> = {};
  const server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (some: Buffer) => (body += some.toString('utf8')));
    request.on('end', () => {
      const one = { id: String(request.headers['webhook-id']), headers: request.headers, body };
      received.push(one);
      void Promise.resolve(answer(one)).then((status) => {
        response.writeHead(status, more);
        response.end('x'.repeat(100));
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    ids: () => received.map(({ id }) => id),
    answers: (next: typeof answer, headers: Readonly<Record<string, string>> = {}) => {
      answer = next;
      more = headers;
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
};

/** Waits until something is so; fails where it is not in time. */
export const until = async (isSo: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 10_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('It was not so in time.');
    await after(5);
  }
};

/** Every name is one of this machine. */
const lookUpHere: LookUp = () => Promise.resolve(['127.0.0.1']);

/** A log, keys, tables, a feed in memory and an organisation with software of its own. */
export const webhookWorld = async (make: MakeDatabase) => {
  const folder = await mkdtemp(join(tmpdir(), 'webhooks-'));
  const made = await make<WebhookTables>();
  const { database } = made;
  await setUpWebhookTables(database);
  const clock = storyClock('2026-11-22T10:00:00.000Z');
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const provider = await openKeyFile({ file: join(folder, 'key'), production: false, mayCreate: true });
  const dataKeys = await openDataKeyFile(join(folder, 'data-keys.sqlite'));
  const sealing = await openSealing({ provider, dataKeys, clock });
  const lines: string[] = [];
  const line = (message: string, fields: unknown = {}) =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = { error: line, warn: line, info: line, fatal: line, debug: line } as unknown as Logger;
  const people = new Map(
    (['system', 'administrator'] as const).map((role) => [
      `${role}-northbridge`,
      {
        ...{ id: `${role}-northbridge`, organisation: northbridge, role, team: null, supervisor: null },
        name: 'x',
        vetting: null,
        suspended: false,
      },
    ]),
  );
  const directory = {
    person: (id: string) => people.get(id),
    people: () => people.values(),
    functionOf: () => 'children-services' as const,
    organisation: () => undefined,
    isCurrent: () => true,
  };
  const policy = () => ({ mayUsePurpose: () => ({ allowed: true, decidedBy: [] }) });
  const targets = { networks: networksIn(['127.0.0.0/8'])!, inClear: true };
  const feed = feedInMemory();
  const known = followWebhooks({ store, sealing, log });
  await known.ready();
  const webhooks = openWebhooks({
    ...{ store, sealing, clock, directory, known },
    policy: policy as never,
    problemOfTarget: async (url) => {
      const target = await targetOf(url, targets, lookUpHere, new AbortController().signal);
      return target.ok ? null : target.reason;
    },
    purposeOf: (organisation) => purposeOfSoftware({ directory, policy }, organisation),
  });
  const ends: (() => Promise<void>)[] = [];
  const alarms: WebhookAlarm[] = [];
  const outcomes: AttemptOutcome[] = [];
  let keys = 0;
  const act = () => {
    keys += 1;
    return { principal: administrator, key: `key-of-the-act-${keys}`, correlation: randomId() };
  };
  const followed = async <Recorded extends { readonly position: Position }>(answer: {
    readonly ok: boolean;
    readonly value?: Recorded;
  }): Promise<Recorded> => {
    if (!answer.ok || answer.value === undefined) throw new Error(JSON.stringify(answer));
    await known.readyAt(answer.value.position, { timeoutMs: 5_000 });
    return answer.value;
  };

  const publicUrl = 'https://throughline.example';
  const entries = (): Source =>
    entriesSource({
      ...{ feed: feed.feed, disclosures: { record: () => Promise.resolve() }, directory, publicUrl },
      ...{ tokens: sealing.tokens, reads: feed.reads },
    });

  return {
    ...{
      clock,
      feed,
      store,
      sealing,
      known,
      webhooks,
      alarms,
      outcomes,
      lines,
      people,
      act,
      followed,
      database,
    },
    standings: webhookStandings(database),
    entries,
    waiting: async () => (await webhookStandings(database).ofAll(clock.now())).waiting,
    register: async (url: string, more: Partial<Parameters<typeof webhooks.register>[0]> = {}) =>
      followed(
        await webhooks.register({
          ...act(),
          ...{ url, cases: null, types: null, content: 'thin', startsWith: 'beginning' },
          ...more,
        }),
      ),
    run: (
      more: {
        readonly database?: Database<WebhookTables>;
        readonly sources?: readonly Source[];
        readonly patience?: number;
        readonly lookUp?: LookUp;
      } = {},
    ) => {
      const stopping = new AbortController();
      const running = runWebhooks({
        ...{ database, clock, directory, webhooks, known, targets, publicUrl, askEvery: 5, leaseSeconds: 1 },
        policy,
        random: () => 0,
        lookUp: lookUpHere,
        sources: [entries()],
        signal: stopping.signal,
        onAlarm: (alarm) => alarms.push(alarm),
        onAttempt: (outcome) => outcomes.push(outcome),
        ...more,
      });
      const stop = async () => {
        stopping.abort();
        await running.stopped;
      };
      ends.push(stop);
      return { stop };
    },
    /** Time passes. */
    later: (milliseconds: number) =>
      clock.setTo(new Date(Date.parse(clock.now()) + milliseconds).toISOString()),
    close: async (): Promise<void> => {
      for (const end of ends.reverse()) await end();
      await known.stop();
      await made.remove();
      await sealing.close();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
};
export type WebhookWorld = Awaited<ReturnType<typeof webhookWorld>>;
