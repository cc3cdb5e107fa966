import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import type { Notifications } from '../database.js';
import { seePlainName } from '../plain-name.js';
import { clientConfig, type ConnectionOptions } from './connections.js';
import { postgresError } from './postgres-errors.js';

const firstWait = 50;
const longestWait = 5_000;

/** Milliseconds before the next attempt, less a random part, so that those who were cut off together come back apart. */
const waitBefore = (attempt: number): number =>
  Math.min(longestWait, firstWait * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);

export interface NotificationsOfAServer {
  readonly notifications: Notifications;
  readonly close: () => Promise<void>;
}

type Heard = (payload: string) => void;

/**
 * Notifications through PostgreSQL, heard on a connection of its own, which is made when somebody first listens and made
 * again whenever it is lost.
 */
export const notificationsOfAServer = (
  options: ConnectionOptions,
  onLost: (error: unknown) => void,
): NotificationsOfAServer => {
  const listeners = new Map<string, Set<Heard>>();
  const stopping = new AbortController();
  let current: pg.Client | undefined;
  let running: Promise<void> | undefined;
  let firstAttempt: Promise<void> | undefined;

  const hear = ({ channel, payload = '' }: pg.Notification): void => {
    for (const heard of listeners.get(channel) ?? []) heard(payload);
  };

  /** Answers when it listens on every channel, with what settles when the connection is lost. */
  const connected = async (client: pg.Client): Promise<{ readonly lost: Promise<unknown> }> => {
    const lost = new Promise<unknown>((settle) => {
      client.on('error', settle);
      client.on('end', () => settle(new Error('Connection terminated')));
    });
    client.on('notification', hear);
    await client.connect();
    for (const channel of listeners.keys()) await client.query(`listen "${channel}"`);
    return { lost };
  };

  const run = async (attempted: () => void): Promise<void> => {
    let attempt = 0;
    let missed = false;
    while (!stopping.signal.aborted) {
      // From here on whoever comes listens by it: a channel that is listened on twice is heard once.
      const client = new pg.Client(clientConfig(options));
      current = client;
      try {
        const { lost } = await connected(client);
        attempt = 0;
        attempted();
        if (missed) for (const some of listeners.values()) for (const heard of some) heard('');
        throw await lost;
      } catch (error) {
        missed = true;
        attempted();
        await client.end().catch(() => undefined);
        if (stopping.signal.aborted) return;
        onLost(postgresError(error));
        await after(waitBefore(attempt++), undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  };

  const listenOn = async (channel: string): Promise<void> => {
    if (running === undefined) {
      firstAttempt = new Promise((attempted) => {
        running = run(attempted);
      });
      return firstAttempt;
    }
    await firstAttempt;
    // Where the connection is lost at this moment, or has been, the next one listens on every channel.
    await current?.query(`listen "${channel}"`).catch(() => undefined);
  };

  return {
    notifications: {
      tell: async (transaction, channel, payload) => {
        await sql`select pg_notify(${seePlainName(channel)}, ${payload})`.execute(transaction);
      },
      listen: async (channel, heard) => {
        const name = seePlainName(channel);
        const hearing = listeners.get(name) ?? new Set<Heard>();
        listeners.set(name, hearing);
        // Twice the same function is two listeners.
        const mine: Heard = (payload) => heard(payload);
        hearing.add(mine);
        await listenOn(name);
        return () => {
          hearing.delete(mine);
          return Promise.resolve();
        };
      },
    },
    close: async () => {
      stopping.abort();
      await current?.end();
      await running;
    },
  };
};
