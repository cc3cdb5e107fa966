import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openKurrentDbEventStore,
  type EventLogAlarm,
  type EventStore,
  type KurrentDbEventStoreOptions,
} from '#event-store';
import { startLogServer, type LogServer, type LogServerOptions } from '../../../../test/log-server/start.js';

/** A server of its own with a file of its own, which can be taken away and brought back. */
export interface ServedLog {
  readonly server: () => LogServer;
  readonly url: string;
  readonly folder: string;
  /** Opens a store on it, which is closed with the log. */
  readonly open: (options?: Partial<KurrentDbEventStoreOptions>) => Promise<EventStore>;
  readonly alarms: EventLogAlarm[];
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Short, so that a test of a server that never answers is not one of patience. */
export const impatient = { answerMilliseconds: 400, patienceMilliseconds: 300 };

export const serveLog = async (options: Omit<LogServerOptions, 'file' | 'port'> = {}): Promise<ServedLog> => {
  const folder = mkdtempSync(join(tmpdir(), 'log-server-'));
  const file = join(folder, 'events.sqlite');
  let server: LogServer | undefined = await startLogServer({ ...options, file });
  const { port, url } = server;
  const stores: EventStore[] = [];
  const alarms: EventLogAlarm[] = [];
  const stop = async () => {
    await server?.stop();
    server = undefined;
  };
  return {
    server: () => {
      if (server === undefined) throw new Error('The log server is stopped.');
      return server;
    },
    url,
    folder,
    alarms,
    open: async (given = {}) => {
      const store = await openKurrentDbEventStore({ url, onAlarm: (alarm) => alarms.push(alarm), ...given });
      stores.push(store);
      return store;
    },
    stop,
    start: async () => {
      server = await startLogServer({ ...options, file, port });
    },
    close: async () => {
      await Promise.all(stores.map((store) => store.close()));
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
