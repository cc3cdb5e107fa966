import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { CannotOpenEventLog, openEmbeddedEventStore } from '#event-store';
import { randomId, storyClock } from '#kernel';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-log-'));
  file = join(folder, 'events.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const reasonNotToOpen = async (): Promise<string> => {
  try {
    const store = await openEmbeddedEventStore({ file });
    await store.close();
    return 'opened';
  } catch (error) {
    if (error instanceof CannotOpenEventLog) return error.reason;
    throw error;
  }
};

const aLogWith = async (count: number): Promise<void> => {
  const store = await openEmbeddedEventStore({ file });
  for (let number = 0; number < count; number += 1) {
    const event = { id: randomId(), type: 'SomethingHappened', data: 'x'.repeat(500) };
    await store.append('case-1', [event], { expected: 'any' });
  }
  await store.close();
};

const overwrite = (at: number, bytes: Buffer): void => {
  const handle = openSync(file, 'r+');
  writeSync(handle, bytes, 0, bytes.length, at);
  closeSync(handle);
};

describe('the file of the embedded log', () => {
  it('is made with its folder where it is missing, and is one tidy file once closed', async () => {
    file = join(folder, 'a', 'b', 'events.sqlite');
    await aLogWith(1);
    expect(statSync(file).isFile()).toBe(true);
    expect(() => statSync(`${file}-wal`)).toThrow();
  });

  it('is open once at a time, in one process too', async () => {
    const store = await openEmbeddedEventStore({ file });
    expect(await reasonNotToOpen()).toBe('in-use');
    await store.close();
    expect(await reasonNotToOpen()).toBe('opened');
  });

  it('is refused, and not changed, where it is no database', async () => {
    writeFileSync(file, 'Notes on a case.'.repeat(1_000));
    const before = readFileSync(file);
    expect(await reasonNotToOpen()).toBe('not-an-event-log');
    expect(readFileSync(file)).toEqual(before);
  });

  it("is refused, and not changed, where it is somebody else's database", async () => {
    const other = new DatabaseSync(file);
    other.exec('CREATE TABLE events (position INTEGER PRIMARY KEY)');
    other.close();
    const before = readFileSync(file);
    expect(await reasonNotToOpen()).toBe('not-an-event-log');
    expect(readFileSync(file)).toEqual(before);
  });

  it('is refused where a newer version wrote it', async () => {
    await aLogWith(1);
    const newer = new DatabaseSync(file);
    newer.exec('PRAGMA user_version = 2');
    newer.close();
    expect(await reasonNotToOpen()).toBe('newer-schema');
  });

  it.each([
    ['a page that was overwritten', () => overwrite(5 * 4_096, Buffer.alloc(4_096, 0xee))],
    ['a schema that was overwritten', () => overwrite(100, Buffer.alloc(3_000, 0xee))],
    ['an end that is missing', () => writeFileSync(file, readFileSync(file).subarray(0, 6 * 4_096))],
  ])('is refused as damaged: %s', async (_, damage) => {
    await aLogWith(200);
    damage();
    expect(await reasonNotToOpen()).toBe('corrupt');
  });

  it('is refused where it cannot be opened at all', async () => {
    file = folder;
    expect(await reasonNotToOpen()).toBe('unreadable');
  });

  it('says nothing of the path or the cause in its message, and keeps the cause', async () => {
    writeFileSync(file, 'Notes on a case.'.repeat(1_000));
    await expect(openEmbeddedEventStore({ file })).rejects.toMatchObject({
      message:
        'The file of the event log (events.sqlite) is not an event log; it was left as it is. Restore the log from a backup.',
      cause: { errstr: 'file is not a database' },
    });
  });

  it("keeps the time of the clock that it is given, and each event's text as JSON that a person can read", async () => {
    const store = await openEmbeddedEventStore({ file, clock: storyClock('2010-11-02T04:50:00.000Z') });
    await store.append('case-1', [{ id: randomId(), type: 'CaseOpened', data: { by: 'police' } }], {
      expected: 'no-stream',
    });
    await store.close();
    const database = new DatabaseSync(file);
    expect(database.prepare('SELECT type, data, appended_at FROM events').get()).toMatchObject({
      type: 'CaseOpened',
      data: '{"by":"police"}',
      appended_at: '2010-11-02T04:50:00.000Z',
    });
    database.close();
  });
});
