import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkpointsIn, eventsIn, viewsBesideARebuild } from './evidence.fixture.js';
import { differencesOf, sendAgain, startLoad } from './load.fixture.js';
import { copyOf, killWhatIsLeft, remove, sampleFolder, startProgram } from './program.fixture.js';
import { clientOf } from './requests.fixture.js';

let dataFolder: string;
let stopped: string;
beforeAll(async () => {
  dataFolder = await sampleFolder();
}, 300_000);
afterAll(async () => {
  killWhatIsLeft();
  await remove(dataFolder, stopped);
});

describe('a process that is told to stop while agencies record and read', () => {
  it('answers what it has begun, refuses the rest, and leaves everything whole within its time', async () => {
    const program = await startProgram({ dataFolder });
    const load = startLoad(await program.listening);
    await load.acknowledgements(60);
    const told = performance.now();
    const { code, stderr } = await program.stop();
    expect(performance.now() - told).toBeLessThan(15_000);
    const known = await load.finish();
    expect(known.unexpected).toEqual([]);
    expect(stderr).toMatch(/^\{.*"message":"process stopped"\}\n$/);
    expect(code).toBe(0);

    stopped = await copyOf(dataFolder);
    for (const name of ['events.sqlite-wal', 'events.sqlite-shm'])
      expect(existsSync(join(stopped, name))).toBe(false);
    const events = new Set<string>((await eventsIn(stopped)).map(({ id }) => id));
    for (const { answer } of known.acknowledged) expect(events.has(answer.eventId)).toBe(true);
    expect(checkpointsIn(stopped)).toHaveLength(3);
    const { kept, rebuilt } = await viewsBesideARebuild(stopped);
    expect(kept).toEqual(rebuilt);

    const restarted = await startProgram({ dataFolder });
    const client = clientOf(await restarted.listening);
    expect(await differencesOf(client, known)).toEqual([]);
    // What got no answer was refused before it was begun, so it is recorded now for the first time.
    const late = await sendAgain(client, known);
    expect(late.map(({ answer }) => answer.repeated)).toEqual(late.map(() => false));
    expect((await restarted.stop()).code).toBe(0);
  }, 180_000);
});

describe('a process that is told to stop while a client never finishes its request', () => {
  it('cuts the client off and stops in order within its time', async () => {
    const folder = await sampleFolder();
    const program = await startProgram({ dataFolder: folder, env: { THROUGHLINE_SHUTDOWN_SECONDS: '2' } });
    const client = connect(Number(new URL(await program.listening).port), '127.0.0.1');
    const cutOff = new Promise((resolve) => client.once('error', resolve).once('close', resolve));
    const head =
      'POST /graphql HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 99\r\n';
    // When the first is answered, the process is in the connection and waits for the rest of the second.
    client.write(`GET /health/live HTTP/1.1\r\nhost: a\r\n\r\n${head}\r\n{`);
    await once(client, 'data');
    const { code } = await program.stop();
    await cutOff;
    expect(code).toBe(0);
    await remove(folder);
  }, 180_000);
});

describe('a process that is told to stop while it starts', () => {
  it('stops, and the next start goes on', async () => {
    const folder = `${dataFolder}-new`;
    const program = await startProgram({ dataFolder: folder });
    while (!existsSync(join(folder, 'samples-incomplete'))) await after(10);
    const { code, stderr } = await program.stop();
    expect(stderr).toMatch(/^\{.*"message":"process stopped"\}\n$/);
    expect(code).toBe(0);
    const next = await startProgram({ dataFolder: folder });
    expect((await clientOf(await next.listening).get('/health/ready')).status).toBe(200);
    await next.stop();
    await remove(folder);
  }, 180_000);
});
