import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import type { WebhookContent } from '#casework';
import { systemClock } from '#kernel';
import { createTelemetry } from '#platform';
import { disclosureLog } from '#read-models';
import { agreeToFullContent } from '#recording';
import { keepWebhooks } from '../../apps/programs/src/webhooks/keep-webhooks.js';
import { networksIn } from '../../apps/programs/src/webhooks/networks.js';
import { canariesIn } from './canaries.fixture.js';
import type { Organisation } from './agencies.fixture.js';
import type { Had } from './stories.fixture.js';
import { someRequest, type World } from './world.fixture.js';

/** What was posted to one webhook. */
export interface Posted {
  /** Every byte of a delivery that a receiver is given, as text. */
  readonly text: string;
  readonly kind: string;
  readonly caseId: string;
  readonly eventId: string;
  /** Where the entry itself was sent. */
  readonly had: Had | null;
}

interface SentEntry {
  readonly level: string;
  readonly type: string | null;
  readonly details: Readonly<Record<string, unknown>>;
  readonly withheld: readonly { readonly category: string; readonly grade: string }[];
}

const hadOf = ({ level, type, details, withheld }: SentEntry): Had => ({
  ...{ level, type, fields: Object.keys(details), canaries: canariesIn(JSON.stringify(details)) },
  withheld: withheld.map(({ category, grade }) => `${category}.${grade}`),
});

const posted = (head: string, body: string): Posted => {
  const { data } = JSON.parse(body) as {
    readonly data: Omit<Posted, 'text' | 'had'> & { readonly entry?: SentEntry };
  };
  const { kind, caseId, eventId, entry } = data;
  return { ...{ text: `${head}\n${body}`, kind, caseId, eventId }, had: entry ? hadOf(entry) : null };
};

export interface Hook {
  readonly received: readonly Posted[];
}

export interface Hooks {
  /** Registers a webhook of an organisation's software: of these cases, from the beginning. */
  readonly register: (
    organisation: Organisation,
    software: string,
    content: WebhookContent,
    cases: readonly string[] | null,
  ) => Promise<Hook>;
  /** Waits until something is so, and then until nothing waits to be sent. */
  readonly until: (isSo: () => boolean) => Promise<void>;
}

/** Delivers to webhooks as the product does, alerts too, with a receiver that takes all that it is sent. */
export const byWebhook = async (world: World): Promise<Hooks> => {
  const { served, clock, store, sealing, database, feed, reads } = world;
  const { webhooks, alerts, shutdown, log, directory, policy } = served;
  const received = new Map<string, Posted[]>();
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const head = `${request.url} ${request.rawHeaders.join(' ')}`;
      received.get(request.url ?? '')?.push(posted(head, Buffer.concat(parts).toString()));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  shutdown.register('receiver', async () => {
    server.closeAllConnections();
    await new Promise<void>((closed) => server.close(() => closed()));
  });
  const settings = {
    publicUrl: 'https://throughline.example',
    targets: { networks: networksIn(['127.0.0.0/8'])!, inClear: true },
  };
  keepWebhooks(
    {
      ...{ side: webhooks, settings, feed, reads, directory, policy, clock, database },
      disclosures: disclosureLog({ store, sealing, clock: systemClock }),
      tokens: sealing.tokens,
      alerts: { alertFeed: alerts.feed, alerts: alerts.reading },
    },
    log,
    shutdown,
    createTelemetry({ service: 'feed', environment: {} }),
  );
  return {
    register: async (organisation, software, content, cases) => {
      const path = `/${organisation}/${content}/${received.size}`;
      const taken: Posted[] = [];
      received.set(path, taken);
      if (content === 'full') {
        const from = clock.now().slice(0, 10);
        const agreed = await agreeToFullContent(
          { store, sealing, clock },
          { organisation, from, until: null },
        );
        await webhooks.known.readyAt(agreed.position, { timeoutMs: 30_000 });
      }
      const registered = await webhooks.recording.register({
        ...{ principal: world.principalOf(software), key: `hook-of-${path}`, correlation: someRequest },
        ...{ url: `${address}${path}`, cases, types: null, content, startsWith: 'beginning' },
      });
      if (!registered.ok) throw new Error(`${software}: ${JSON.stringify(registered.reason)}`);
      return { received: taken };
    },
    until: async (isSo) => {
      const deadline = Date.now() + 60_000;
      while (!isSo() || (await webhooks.standings.ofAll(clock.now())).waiting > 0) {
        if (Date.now() > deadline) throw new Error('It was not all sent in time.');
        await after(10);
      }
    },
  };
};
