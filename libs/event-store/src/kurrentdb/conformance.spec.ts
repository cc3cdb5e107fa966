import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKurrentDbEventStore } from '#event-store';
import { describeEventStoreConformance } from '#event-store/conformance';
import { startLogServer } from '../../../../test/log-server/start.js';

const timeouts = { answerMilliseconds: 1_000, patienceMilliseconds: 300 };

const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-server-'));
  const file = join(folder, 'events.sqlite');
  let server = await startLogServer({ file });
  const { url, port } = server;
  const store = await openKurrentDbEventStore({ url, timeouts });
  return {
    store,
    close: async () => {
      await store.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
    stop: () => server.stop(),
    start: async () => {
      server = await startLogServer({ file, port });
    },
    again: async () => {
      const second = await openKurrentDbEventStore({ url, timeouts });
      return second;
    },
  };
};

describeEventStoreConformance('KurrentDB, in front of the log server of the tests,', open, {
  reopen: async (log) => {
    await log.stop();
    await log.start();
    const store = await log.again();
    return { ...log, store, close: () => store.close() };
  },
  interrupt: (log) => log.stop(),
  restore: (log) => log.start(),
});
