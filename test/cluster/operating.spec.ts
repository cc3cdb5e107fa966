import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DatabaseSync } from '@photostructure/sqlite';
import { sql } from 'kysely';
import { openKurrentDbEventStore, type EventStore } from '#event-store';
import { openPostgres, type Database } from '#platform';
import { postgresServer } from '#platform/testing';
import { parkedIn } from '#projections';
import type { ReadTables } from '#read-models';
import {
  openVaultStandIn,
  type VaultStandIn,
} from '../../libs/sealing/src/keys/services/vault/vault-stand-in.fixture.js';
import { repository } from '../crash/build.fixture.js';
import { launch, startProgram, type Ended, type Program } from '../crash/program.fixture.js';
import { pages } from '../documentation/pages.fixture.js';
import { openCase } from '../end-to-end/recording.fixture.js';
import { until } from '../end-to-end/until.fixture.js';
import { startCluster, type Cluster } from './cluster.fixture.js';

// Each test starts several processes, and a busy machine takes seconds for one.
jest.setTimeout(120_000);

const example = pages
  .flatMap(({ blocks }) => blocks)
  .find(({ marks }) => marks.example === 'administer')!.text;

type OpenedCase = Awaited<ReturnType<typeof openCase>>;

/** A word that stands in what no command may show. */
const planted = 'Zephyrine';

const clusterTests = () => {
  let vault: VaultStandIn;
  let cluster: Cluster;
  let folder: string;
  let database: Database<ReadTables>;
  let store: EventStore;
  let page: string;

  const run = (...words: readonly string[]): Promise<Ended> => cluster.command(...words).ended;
  const administer = async (text: string): Promise<Ended> => {
    const file = join(folder, `${randomUUID()}.yaml`);
    await writeFile(file, text);
    return run('administer', file);
  };
  const currentBuilds = async () => {
    const rows = await database.reader
      .selectFrom('projection_build')
      .select('namespace')
      .where('state', '=', 'current')
      .execute();
    return rows.map(({ namespace }) => namespace).sort();
  };
  const timelineOf = async ({ caseId, allocated }: OpenedCase): Promise<string> => {
    const query = `{ timeline(caseId: "${caseId}", atLeast: "${allocated.position}") { edges { node { eventId level } } } }`;
    return (await cluster.ask({ as: 'amina-lantern', query })).body;
  };

  beforeAll(async () => {
    vault = await openVaultStandIn();
    cluster = await startCluster({
      gateways: 1,
      projectors: 1,
      samples: false,
      env: {
        THROUGHLINE_KEYS: 'vault',
        THROUGHLINE_KEY_NAME: 'throughline',
        VAULT_ADDR: vault.url,
        VAULT_TOKEN: vault.token,
        THROUGHLINE_SLOTS: '2',
        THROUGHLINE_LEASE_SECONDS: '2',
      },
    });
    folder = await mkdtemp(join(tmpdir(), 'throughline-operating-'));
    database = await openPostgres<ReadTables>({ url: cluster.databaseUrl, applicationName: 'tests' });
    store = await openKurrentDbEventStore({ url: cluster.logUrl });
    const { issuer } = await cluster.issuing();
    page = example.replaceAll('https://login.lantern.example', issuer);
    const { code, stdout, stderr } = await administer(page);
    expect([code, stdout, stderr]).toEqual([0, 'Recorded: 5. Recorded before: 0.\n', '']);
    const me = { as: 'amina-lantern', query: '{ me { person } }' };
    await until(async () => (await cluster.ask(me)).body.includes('"amina-lantern"'));
  });

  afterAll(async () => {
    await store?.close();
    await database?.close();
    await cluster?.close();
    await vault?.close();
    if (folder !== undefined) await rm(folder, { recursive: true });
  });

  describe('the directory from a file', () => {
    it('lets in whom it enrols, and records nothing twice', async () => {
      expect(await timelineOf(await openCase(cluster))).toContain('"FULL"');
      const { code, stdout } = await administer(page);
      expect([code, stdout]).toEqual([0, 'Recorded: 0. Recorded before: 5.\n']);
    });

    it('records what was changed, and says where something else stands than the file has', async () => {
      const person = (role: string, key: string) =>
        `people:\n  - { person: cleo-lantern, organisation: lantern, role: ${role}, name: Cleo Amis${key} }\n`;
      expect((await administer(person('support-worker', ''))).stdout).toContain('Recorded: 1.');
      expect((await administer(person('administrator', ''))).stdout).toContain('Recorded: 1.');
      const back = await administer(person('support-worker', ''));
      expect([back.code, back.stdout]).toEqual([
        1,
        'Recorded: 0. Recorded before: 1.\n' +
          '  line 2, people 1: was recorded before, and something else since. To record it once more, give it another key.\n',
      ]);
      const again = await administer(person('support-worker', ', key: back'));
      expect([again.code, again.stdout]).toEqual([0, 'Recorded: 1. Recorded before: 0.\n']);
    });

    it('is refused whole where it has mistakes; each is named, and no value is', async () => {
      const head = await store.head();
      const { code, stdout, stderr } = await administer(`organisations:
  - { organisation: north, function: ${planted}, name: North, contactPoint: desk }
issuers:
  - { issuer: 'https://a.example', organisations: [nowhere], keySet: 'http://a.example', algorithms: [ES256], audience: a }
people:
  - { person: dora-lantern, organisation: lantern, role: investigator, name: ${planted} }
  - person: edda-lantern
    organisation: lantern
    role: support-worker
    nmae: ${planted}
    supervisor: nobody-lantern
  - { person: dora-lantern, organisation: lantern, role: administrator, name: Dora, supervisor: nobody-lantern }
suspensions:
  - { person: finn-lantern, organisation: lantern, cause: left }
${planted}: []
`);
      expect(stdout).toBe('');
      expect(stderr).not.toContain(planted);
      expect(stderr.split('\n').map((line) => line.trim().split(' must ')[0])).toEqual([
        'Nothing was recorded. Put right in the file:',
        expect.stringMatching(/^line 2, organisations 1: function/),
        expect.stringMatching(/^line 4, issuers 1: organisations is registered neither here/),
        expect.stringMatching(/^line 4, issuers 1: keySet/),
        expect.stringMatching(/^line 6, people 1: role/),
        expect.stringMatching(/^line 7, people 2: name/),
        expect.stringMatching(/^line 10, people 2: nmae is not a field/),
        expect.stringMatching(/^line 12, people 3: person stands there twice/),
        expect.stringMatching(/^line 12, people 3: supervisor/),
        expect.stringMatching(/^line 14, suspensions 1: person is enrolled/),
        expect.stringMatching(/^line 15,/),
        '',
      ]);
      expect(code).toBe(1);
      expect(await store.head()).toBe(head);
    });
  });

  describe('a rebuild', () => {
    it('is not noticed by readers', async () => {
      const opened = await openCase(cluster);
      const before = await timelineOf(opened);
      expect(before.match(/"FULL"/g)).toHaveLength(2);
      const builds = await currentBuilds();
      let done = false;
      const rebuilt = run('rebuild').finally(() => (done = true));
      const answers: string[] = [];
      while (!done) answers.push(await timelineOf(opened));
      const { code, stdout, stderr } = await rebuilt;
      expect([code, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /done: 4 of 4\nBuilt again, and read from now on: timeline, access-log, oversight\.\n$/,
      );
      expect((await currentBuilds()).filter((namespace) => builds.includes(namespace))).toEqual([]);
      expect(new Set([...answers, await timelineOf(opened)])).toEqual(new Set([before]));
    });

    it('waits for a projector, goes on without who asked, and is taken up by who asks again', async () => {
      await cluster.projectors.at(-1)!.stop();
      const builds = await currentBuilds();
      const first = cluster.command('rebuild', 'timeline');
      await until(() => first.stdout().includes('No projector is alive'));
      process.kill(first.pid, 'SIGINT');
      const { code, stdout } = await first.ended;
      expect([code, stdout]).toEqual([1, expect.stringContaining('Ask again to see how far it is.')]);

      const second = cluster.command('rebuild', 'timeline');
      await until(() => second.stdout().includes('A rebuild is under way already'));
      await cluster.startProjector();
      expect(await second.ended).toMatchObject({ code: 0, stderr: '' });
      const kept = (await currentBuilds()).filter((namespace) => builds.includes(namespace));
      expect(kept.map((namespace) => namespace.replace(/_0_.*$/, '')).sort()).toEqual([
        'access_log',
        'oversight',
      ]);
    });
  });

  describe('a parked group', () => {
    it('is listed, shown and retried, with nothing of what the event holds', async () => {
      const opened = await openCase(cluster);
      const { caseId } = opened;
      const id = randomUUID();
      const { position } = await store.append(
        `case-${caseId}`,
        [{ id, type: 'CaseReopened', data: { header: planted } }],
        { expected: 'stream-exists' },
      );
      await until(
        async () => (await parkedIn(database)).filter(({ group }) => group === caseId).length === 2,
      );
      expect(await timelineOf(opened)).toContain('UNAVAILABLE');

      const listed = await run('parked');
      const rows = listed.stdout.split('\n').filter((line) => line.includes(caseId));
      expect(rows.map((row) => row.split(/ {2,}/).slice(0, 3))).toEqual([
        ['timeline', '0', caseId],
        ['timeline', '1', caseId],
      ]);
      for (const row of rows) expect(row).toContain(String(position));

      const shown = await run('parked', 'show', caseId);
      expect(shown.stdout).toMatch(/^timeline-0\n {2}group {2,}/);
      expect(shown.stdout).toContain(`CaseReopened in case-${caseId}`);
      expect(shown.stdout).toContain('1 event, with this one');

      const failed = await run('parked', 'retry', caseId);
      expect(failed.stdout.match(/still fails, \w+/g)).toHaveLength(2);
      expect([listed.code, shown.code, failed.code]).toEqual([0, 0, 1]);
      for (const { stdout, stderr } of [listed, shown, failed])
        expect(`${stdout}${stderr}`).not.toContain(planted);

      // As a version of the software would that has it put right.
      for (const namespace of await currentBuilds())
        if (namespace.startsWith('timeline_'))
          await sql`delete from ${sql.table(`${namespace}.ledger`)} where event_id = ${id}`.execute(
            database.writer,
          );
      const retried = await run('parked', 'retry', caseId);
      expect(retried.stdout.match(/taken in/g)).toHaveLength(2);
      expect(retried.code).toBe(0);
      expect(await timelineOf(opened)).toContain('"FULL"');
      expect((await run('parked', 'show', caseId)).code).toBe(1);
    });
  });

  describe('the data keys', () => {
    it('are counted, and wrapped again while everything runs', async () => {
      const opened = await openCase(cluster);
      const counted = await run('keys');
      expect(counted.stdout).toMatch(/^data keys +wrapped under\n\d+ +\S+v1\n$/);
      vault.rotate();
      const rewrapped = await run('keys', 'rewrap');
      expect(rewrapped.stdout).toMatch(
        /^\d+ of \d+ data keys; done: 1 of 1\n\d+ data keys were wrapped again/,
      );
      expect(rewrapped.stdout).toContain('None is left under an older version.');
      expect([counted.code, rewrapped.code]).toEqual([0, 0]);
      expect((await run('keys')).stdout).toBe(counted.stdout.replace(/v1\n$/, 'v2\n'));
      vault.withdrawBefore(2);
      expect(await timelineOf(opened)).toContain('"FULL"');
      expect((await openCase(cluster)).caseId).toBeDefined();
    });
  });
};

if (postgresServer === undefined)
  describe.skip('the commands of an operator (need POSTGRES_URL)', () => it('work', () => undefined));
else describe('the commands of an operator', clusterTests);

describe('the tool on a machine without servers', () => {
  const folders: string[] = [];
  const running: Program[] = [];
  afterAll(async () => {
    for (const { kill } of running) await kill();
    for (const folder of folders) await rm(folder, { recursive: true });
  });
  const tool = (env: Readonly<Record<string, string>>, ...words: readonly string[]): Promise<Ended> =>
    launch({ script: [join(repository, 'dist/apps/cli/src/main.js'), ...words], env }).ended;

  const currentBuilds = (folder: string): readonly unknown[] => {
    const views = new DatabaseSync(join(folder, 'views.sqlite'), { readOnly: true });
    try {
      return views.prepare("select namespace from projection_build where state = 'current'").all();
    } finally {
      views.close();
    }
  };

  it('builds the views of a stopped data folder again, and leaves alone one that is in use', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'throughline-folder-'));
    folders.push(dataFolder);
    const env = { DATA_DIR: dataFolder, THROUGHLINE_SAMPLE_CASES: 'leave' };
    expect(await tool(env, 'rebuild')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no event log in'),
    });
    const standalone = await startProgram({ dataFolder, env });
    running.push(standalone);
    await standalone.listening;
    expect(await tool(env, 'rebuild')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Another process has the event log open'),
    });
    await standalone.stop();
    const before = currentBuilds(dataFolder);
    const { code, stdout } = await tool(env, 'rebuild', 'timeline');
    expect([code, stdout]).toEqual([0, expect.stringContaining('Built again')]);
    const after = currentBuilds(dataFolder);
    expect(after).toHaveLength(3);
    expect(
      after.filter((one) => before.some((two) => JSON.stringify(one) === JSON.stringify(two))),
    ).toHaveLength(2);
  });

  it('lists its commands, and takes no others', async () => {
    const asked = [['help'], ['rebuilt'], ['rebuild', 'views'], ['parked', 'show'], ['administer'], []];
    const [help, ...others] = await Promise.all(asked.map((words) => tool({}, ...words)));
    expect(help).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('parked retry <group>'),
    });
    for (const line of help!.stdout.split('\n')) expect(line.length).toBeLessThan(140);
    for (const other of others) expect(other).toEqual({ code: 2, stdout: '', stderr: help!.stdout });
  });
});
