import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { openKeyFile } from '#sealing';
import { eventsIn, rowsOf, viewsBesideARebuild } from './evidence.fixture.js';
import {
  killWhatIsLeft,
  newFolder,
  remove,
  sampleFolder,
  startProgram,
  type Ended,
  type ProgramOptions,
} from './program.fixture.js';
import { casesOf, clientOf } from './requests.fixture.js';

const folders: string[] = [];
afterAll(async () => {
  killWhatIsLeft();
  await remove(...folders);
});

const anEmptyFolder = async (): Promise<string> => {
  const folder = await newFolder();
  folders.push(folder);
  return folder;
};

const aFolder = async (): Promise<string> => {
  const folder = await sampleFolder();
  folders.push(folder);
  return folder;
};

const refusedToStart = async (options: ProgramOptions): Promise<Ended> => (await startProgram(options)).ended;

/* The tests of this file wait for processes, and each has a folder of its own: so several run at the same time; not
   those that build views here, since jest refuses the driver's dynamic import when a neighbour has ended. */

/** One line that says what is wrong and what to do. */
const expectTold = ({ code, stderr }: Ended, ...said: readonly string[]): void => {
  expect(stderr).toMatch(/^Throughline cannot start\. .+\n$/);
  for (const each of said) expect(stderr).toContain(each);
  expect(code).toBe(1);
};

const isLock = (name: string) => /(\.lock|-shm|-wal)$/.test(name);

/** What a folder holds: the events, the keys, the rows of the views, and the names of everything else. */
const contents = async (folder: string) => {
  const names = readdirSync(folder).filter((name) => !isLock(name));
  return {
    names,
    events: names.includes('events.sqlite') ? (await eventsIn(folder)).map(({ id }) => id) : null,
    tables: ['data-keys.sqlite', 'views.sqlite']
      .filter((name) => names.includes(name))
      .map((name) => [...rowsOf(join(folder, name))]),
    keys: names
      .filter((name) => /\.(key|json)$/.test(name))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  };
};

const key = (folder: string) => join(folder, 'development.key');

describe('a data folder', () => {
  it.concurrent(
    'that another process holds is refused, and the other goes on',
    async () => {
      const dataFolder = await aFolder();
      const first = await startProgram({ dataFolder });
      const address = await first.listening;
      expectTold(
        await refusedToStart({ dataFolder }),
        'Another process has the event log open',
        'Stop that process',
      );
      const { status } = await clientOf(address).get('/health/ready');
      expect(status).toBe(200);
      expect((await first.stop()).code).toBe(0);
      expect((await contents(dataFolder)).names).toEqual((await contents(await aFolder())).names);
    },
    180_000,
  );

  it.concurrent(
    'that is a file is refused, and the file is left',
    async () => {
      const dataFolder = join(await anEmptyFolder(), 'notes');
      writeFileSync(dataFolder, 'notes');
      expectTold(await refusedToStart({ dataFolder }), dataFolder, 'is not a folder', 'Set DATA_DIR');
      expect(readFileSync(dataFolder, 'utf8')).toBe('notes');
    },
    180_000,
  );

  it.concurrent(
    'that lost its event log is refused, and no new log hides the loss',
    async () => {
      const dataFolder = await aFolder();
      rmSync(join(dataFolder, 'events.sqlite'));
      const before = await contents(dataFolder);
      expectTold(
        await refusedToStart({ dataFolder }),
        'no event log (events.sqlite)',
        'Restore the log from a backup',
      );
      expect(await contents(dataFolder)).toEqual(before);
    },
    180_000,
  );
});

interface Damage {
  readonly what: string;
  readonly damage: (folder: string) => unknown;
  readonly said: readonly string[];
}

const damages: readonly Damage[] = [
  {
    what: 'a key file that is damaged',
    damage: (folder) =>
      writeFileSync(key(folder), readFileSync(key(folder), 'utf8').replace(/"key": "..../, '"key": "AAAA')),
    said: ['development.key is damaged', 'Restore it'],
  },
  {
    what: "another folder's key",
    damage: async (folder) => {
      rmSync(key(folder));
      await openKeyFile({ file: key(folder), production: false, mayCreate: true });
    },
    said: ['sealed under another key-encryption key', 'Put back the key file'],
  },
  {
    what: 'a key file that is missing while sealed data exist',
    damage: (folder) => rmSync(key(folder)),
    said: ['development.key is missing', 'holds sealed data', 'Restore it'],
  },
  {
    what: 'a key file that others can read',
    damage: (folder) => chmodSync(key(folder), 0o644),
    said: ['development.key can be read by other users', 'chmod 600'],
  },
  {
    what: 'data keys that are missing beside their events',
    damage: (folder) => rmSync(join(folder, 'data-keys.sqlite')),
    said: ['data-keys.sqlite', 'Restore both from the same backup'],
  },
];

describe('keys and files that cannot be trusted', () => {
  it.concurrent.each(damages)(
    '$what: the start is refused, and nothing is changed',
    async ({ damage, said }) => {
      const dataFolder = await aFolder();
      await damage(dataFolder);
      const before = await contents(dataFolder);
      expectTold(await refusedToStart({ dataFolder }), ...said);
      expect(await contents(dataFolder)).toEqual(before);
    },
    180_000,
  );

  it.concurrent.each([
    ['damaged', 'The event log is damaged', (file: string) => scribble(file)],
    [
      'of a newer version',
      'A newer version of the software wrote the event log',
      (file: string) => {
        const database = new DatabaseSync(file);
        database.exec('PRAGMA user_version = 99');
        database.close();
      },
    ],
  ])(
    'an event log that is %s is refused and left as it is',
    async (_, said, damage) => {
      const dataFolder = await aFolder();
      const file = join(dataFolder, 'events.sqlite');
      damage(file);
      const before = readFileSync(file);
      expectTold(await refusedToStart({ dataFolder }), said);
      expect(readFileSync(file)).toEqual(before);
    },
    180_000,
  );

  it('views that are damaged are built again from the log before anybody is served, and it is logged', async () => {
    const dataFolder = await aFolder();
    scribble(join(dataFolder, 'views.sqlite'));
    const program = await startProgram({ dataFolder });
    const client = clientOf(await program.listening);
    const { data } = await client.ask(casesOf('keith-southquay'));
    expect(JSON.stringify(data)).toContain('caseId');
    const { code, stderr } = await program.stop();
    expect(stderr).toContain('the views were damaged; they are removed and built again from the log');
    expect(code).toBe(0);
    const { kept, rebuilt } = await viewsBesideARebuild(dataFolder);
    expect(kept).toEqual(rebuilt);
  }, 180_000);
});

/** Overwrites the middle of a file. */
const scribble = (file: string): void => {
  const bytes = readFileSync(file);
  bytes.fill(0xee, 4_096, bytes.length);
  writeFileSync(file, bytes);
};

describe('a configuration that cannot serve', () => {
  it.concurrent(
    'is refused with every mistake at once, before anything is made',
    async () => {
      const dataFolder = join(await anEmptyFolder(), 'data');
      const { code, stderr } = await refusedToStart({
        dataFolder,
        env: { PORT: 'http', LOG_LEVEL: 'loud', THROUGHLINE_KEYFILE: 'x' },
      });
      expect(stderr.split('\n')).toEqual([
        'Throughline cannot start. The configuration cannot be used:',
        '  PORT must be a whole number from 0 to 65535.',
        expect.stringMatching(/^ {2}LOG_LEVEL must be one of silent, /),
        '  THROUGHLINE_KEYFILE is not a setting of this product.',
        '',
      ]);
      expect(code).toBe(1);
      expect(existsSync(dataFolder)).toBe(false);
    },
    180_000,
  );

  it.concurrent.each([
    [{ NODE_ENV: 'production' }, ['NODE_ENV=production refuses the key file and the development issuer']],
    [{ HOST: '0.0.0.0' }, ['development issuer', 'set HOST to 127.0.0.1']],
  ])(
    '%j is refused before anything is made',
    async (env, said) => {
      const dataFolder = join(await anEmptyFolder(), 'data');
      expectTold(await refusedToStart({ dataFolder, env }), ...said);
      expect(existsSync(dataFolder)).toBe(false);
    },
    180_000,
  );

  it.concurrent(
    'a port that is in use is refused before anything is made',
    async () => {
      const holder = createServer().listen(0, '127.0.0.1');
      await once(holder, 'listening');
      const { port } = holder.address() as AddressInfo;
      const dataFolder = join(await anEmptyFolder(), 'data');
      const ended = await refusedToStart({ dataFolder, env: { PORT: String(port) } });
      holder.close();
      expectTold(ended, `Port ${port} on 127.0.0.1 is in use`, 'set PORT');
      expect(existsSync(dataFolder)).toBe(false);
    },
    180_000,
  );
});

const isRoot = process.getuid?.() === 0;
const nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const canBeNobody = isRoot && spawnSync(nobody[0] ?? '', [...nobody.slice(1), 'true']).status === 0;

describe('a disk that does not serve', () => {
  (canBeNobody || !isRoot ? it.concurrent : it.concurrent.skip)(
    'a folder that may not be written is refused',
    async () => {
      const dataFolder = await anEmptyFolder();
      chmodSync(dataFolder, 0o500);
      if (isRoot) chownSync(dataFolder, 65_534, 65_534);
      const ended = await refusedToStart({ dataFolder, under: isRoot ? nobody : [] });
      expectTold(ended, dataFolder, 'cannot be written by this process', 'set DATA_DIR');
      expect(readdirSync(dataFolder)).toEqual([]);
    },
    180_000,
  );

  const mounted = canMount();
  (mounted ? it.concurrent : it.concurrent.skip)(
    'a disk that is full is refused, and the folder on it is left as it is',
    async () => {
      const disk = await anEmptyFolder();
      spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
      try {
        const ended = await refusedToStart({ dataFolder: disk });
        expectTold(ended, disk, 'is on a disk without space', 'Make room');
        expect(readdirSync(disk)).toEqual([]);
      } finally {
        spawnSync('umount', [disk]);
      }
    },
    180_000,
  );
});

function canMount(): boolean {
  const probe = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']);
  return isRoot && probe.status === 0;
}

describe('loading the sample cases', () => {
  it('is completed by the next start where it was killed', async () => {
    const dataFolder = await anEmptyFolder();
    const marker = join(dataFolder, 'samples-incomplete');
    const log = join(dataFolder, 'events.sqlite-wal');
    const whole = (await eventsIn(await aFolder())).filter(({ stream }) => !stream.startsWith('access-'));
    const interrupted = await startProgram({ dataFolder });
    while ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) < 600_000) await after(10);
    await interrupted.kill();
    expect(existsSync(marker)).toBe(true);
    expect((await eventsIn(dataFolder)).length).toBeLessThan(whole.length);
    const program = await startProgram({ dataFolder });
    const client = clientOf(await program.listening);
    const { data } = await client.ask(casesOf('keith-southquay'));
    expect(JSON.stringify(data)).toContain('caseId');
    expect((await program.stop()).code).toBe(0);
    expect(existsSync(marker)).toBe(false);
    const loaded = (await eventsIn(dataFolder)).filter(({ stream }) => !stream.startsWith('access-'));
    expect(loaded.map(({ id, type, stream }) => [id, type, stream])).toEqual(
      whole.map(({ id, type, stream }) => [id, type, stream]),
    );
    const { kept, rebuilt } = await viewsBesideARebuild(dataFolder);
    expect(kept).toEqual(rebuilt);
  }, 300_000);
});
