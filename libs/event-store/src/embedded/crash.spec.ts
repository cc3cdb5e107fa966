import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openEmbeddedEventStore } from '#event-store';

const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const program = [
  '-C',
  'source',
  '--import',
  beside('./typescript.fixture.mjs'),
  beside('./appending.fixture.ts'),
];
/** The outer test run's own options would load its module hooks into the child. */
const env = { ...process.env, NODE_OPTIONS: '' };

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'event-log-'));
  file = join(folder, 'events.sqlite');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that appends so often and then stays; `until` reads what it says as far as the line asked for. */
const startAppending = (appends: number) => {
  const child = spawn(process.execPath, [...program, file, String(appends)], {
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const until = async (isLast: (line: string, count: number) => boolean): Promise<string[]> => {
    const said: string[] = [];
    for (let line = await lines.next(); !line.done; line = await lines.next()) {
      said.push(line.value);
      if (isLast(line.value, said.length)) return said;
    }
    throw new Error(`The process ended after saying: ${said.join('; ')}`);
  };
  const kill = async () => {
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  return { until, kill };
};

const idsIn = async (): Promise<string[]> => {
  const store = await openEmbeddedEventStore({ file });
  const ids: string[] = [];
  for await (const { id } of store.readStream('case-1')) ids.push(id);
  await store.close();
  return ids;
};

const acknowledged = (lines: readonly string[]): string[] =>
  lines.flatMap((line) => (line.startsWith('acknowledged') ? [line.split(' ')[2] ?? ''] : []));

describe('a process that holds the log', () => {
  it('keeps every other process out, and its lock goes with it when it is killed', async () => {
    const holder = startAppending(2);
    const said = await holder.until((line) => line === 'done');
    const second = spawnSync(process.execPath, [...program, file, '1'], { env, encoding: 'utf8' });
    expect(second.stdout).toBe('not opened CannotOpenEventLog in-use\n');
    await holder.kill();
    expect(await idsIn()).toEqual(acknowledged(said));
  });

  it('loses nothing that it acknowledged when it is killed while it writes', async () => {
    const writer = startAppending(1_000_000);
    const said = acknowledged(await writer.until((_, count) => count > 200));
    await writer.kill();
    const found = await idsIn();
    expect(said).toHaveLength(200);
    expect(found.slice(0, 200)).toEqual(said);
  });
});

const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

(canTrace ? describe : describe.skip)('a log whose disk fails (needs strace)', () => {
  /** The process's own calls, in order. Its other threads do no work for the log. */
  const trace = (appends: number, injection: string[] = []) => {
    const output = join(folder, 'trace');
    const calls = 'trace=fsync,fdatasync,pwrite64,write';
    const traced = [
      '-f',
      '-e',
      calls,
      ...injection,
      '-o',
      output,
      process.execPath,
      ...program,
      file,
      String(appends),
    ];
    const { stdout } = spawnSync('strace', traced, { env, encoding: 'utf8', input: '' });
    const lines = readFileSync(output, 'utf8').split('\n');
    const process_ = lines[0]?.split(' ')[0] ?? '';
    return {
      said: stdout.trim().split('\n'),
      calls: lines.filter((line) => line.startsWith(`${process_} `)),
    };
  };

  const isSync = (call: string) => /^\d+ +f(data)?sync\(/.test(call);
  const isLogWrite = (call: string) => /^\d+ +pwrite64\(/.test(call);
  const isAcknowledgement = (call: string) => call.includes('write(1, "acknowledged');

  /** The same run, where the disk fails once, at the first such call after the second acknowledgement, and then is well. */
  const runWithFailing = (isCall: (call: string) => boolean, injected: string, error: string) => {
    const { calls } = trace(5);
    const second = calls.flatMap((call, index) => (isAcknowledgement(call) ? [index] : []))[1] ?? 0;
    const before = calls.slice(0, second).filter(isCall).length;
    rmSync(file);
    rmSync(`${file}-wal`, { force: true });
    return trace(5, ['-e', `inject=${injected}:error=${error}:when=${before + 1}`]).said;
  };

  it('acknowledges an append only when it was synced after its last write', () => {
    const { calls } = trace(5);
    const opened = calls.findIndex((call) => call.includes('write(1, "open'));
    const kinds = calls
      .slice(opened + 1)
      .flatMap((call) =>
        isSync(call) ? ['sync'] : isLogWrite(call) ? ['write'] : isAcknowledgement(call) ? ['said'] : [],
      );
    const order = kinds.filter((kind, index) => kind !== kinds[index - 1]).join(' ');
    expect(order).toMatch(/^(write sync )?(write sync said ){4}write sync said$/);
  });

  it('acknowledges nothing once a sync has failed, and takes no more appends until it is reopened', async () => {
    const said = runWithFailing(isSync, 'fsync,fdatasync', 'EIO');
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'open',
      'acknowledged 0',
      'acknowledged 1',
      'refused OutcomeUnknown',
      'refused StoreUnavailable',
      'refused StoreUnavailable',
      'done',
    ]);
    expect((await idsIn()).slice(0, 2)).toEqual(acknowledged(said));
  });

  it('acknowledges nothing once the disk is full, has not written it, and says so', async () => {
    const said = runWithFailing(isLogWrite, 'pwrite64', 'ENOSPC');
    expect(said.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'open',
      'acknowledged 0',
      'acknowledged 1',
      'refused StoreUnavailable',
      'refused StoreUnavailable',
      'refused StoreUnavailable',
      'done',
    ]);
    expect(await idsIn()).toEqual(acknowledged(said));
  });
});
