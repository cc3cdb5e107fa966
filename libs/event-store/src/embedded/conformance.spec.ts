import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedEventStore } from '#event-store';
import { describeEventStoreConformance } from '#event-store/conformance';

const newFolder = () => mkdtempSync(join(tmpdir(), 'event-log-'));

const open = async (folder: string) => {
  const store = await openEmbeddedEventStore({ file: join(folder, 'events.sqlite') });
  const close = async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { store, close, folder };
};

describeEventStoreConformance('the embedded log', () => open(newFolder()), {
  // What a kill leaves is the files as they are at that moment; crash.spec.ts kills a process for good.
  reopen: (log) => {
    const asKilled = newFolder();
    cpSync(log.folder, asKilled, { recursive: true });
    return open(asKilled);
  },
});
