import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterDatabase } from './cluster.fixture.js';

/** A PostgreSQL server of a test's own, which can be ended at any time and started on what it had. */
export interface ThrowawayPostgres extends ClusterDatabase {
  /** Ends it as a power switch would: it closes nothing, and recovers from its log when it starts. */
  readonly stop: () => Promise<void>;
  /** Answers when it takes connections, at the same address. */
  readonly start: () => Promise<void>;
}

const packaged = '/usr/lib/postgresql';
const number = (command: string, ...words: string[]): number =>
  Number(spawnSync(command, words, { encoding: 'utf8' }).stdout);

/** The folder of the newest server's programs; undefined where none is installed. */
const programs = (existsSync(packaged) ? readdirSync(packaged) : [])
  .sort((one, other) => Number(other) - Number(one))
  .map((version) => join(packaged, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'initdb')));

// It does not run as root; Debian's package makes a user for it.
const isRoot = process.getuid?.() === 0;
const owner = { uid: number('id', '-u', 'postgres'), gid: number('id', '-g', 'postgres') };

/** Whether one can be started here. */
export const canStartPostgres = programs !== undefined && (!isRoot || owner.uid > 0);

const run = async (program: string, ...words: readonly string[]): Promise<void> => {
  const child = spawn(join(programs!, program), words, {
    ...(isRoot ? owner : {}),
    cwd: tmpdir(),
    // Its own output would be the server's as well, which goes on.
    stdio: 'ignore',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${program} ${words[0]} ended with ${code}.`);
};

const freePort = async (): Promise<number> => {
  const holder = createServer().listen(0, '127.0.0.1');
  await once(holder, 'listening');
  const { port } = holder.address() as AddressInfo;
  holder.close();
  await once(holder, 'close');
  return port;
};

/** Only this machine reaches it, and whoever does is let in: it holds nothing but what a test makes up. */
export const startPostgres = async (): Promise<ThrowawayPostgres> => {
  const folder = mkdtempSync(join(tmpdir(), 'throughline-postgres-'));
  if (isRoot) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const port = await freePort();
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=`;
  const stop = () => run('pg_ctl', 'stop', '--pgdata', data, '--mode', 'immediate', '--wait');
  const start = () =>
    run(
      'pg_ctl',
      ...['start', '--pgdata', data, '--log', join(folder, 'log')],
      ...['--wait', '--options', options],
    );
  await run(
    'initdb',
    ...['--pgdata', data, '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
  );
  await start();
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop,
    start,
    remove: async () => {
      // Where a test failed while it was stopped, there is none to stop.
      await stop().catch(() => undefined);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
