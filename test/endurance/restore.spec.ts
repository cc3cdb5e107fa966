import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { openPostgres } from '#platform';
import { postgresServer } from '#platform/testing';
import { startCluster, type Cluster } from '../cluster/cluster.fixture.js';
import { canDrill, runStep } from '../deployment/drill.fixture.js';

/** Puts an empty database in the place of one, as its administrator does. */
const emptied = async (databaseUrl: string): Promise<void> => {
  const name = new URL(databaseUrl).pathname.slice(1);
  const administration = await openPostgres<unknown>({ url: postgresServer!, applicationName: 'drill' });
  try {
    await sql.raw(`drop database "${name}" with (force)`).execute(administration.writer);
    await sql
      .raw(`create database "${name}" template template0 encoding 'UTF8'`)
      .execute(administration.writer);
  } finally {
    await administration.close();
  }
};

(canDrill ? describe : describe.skip)('the drill of a restore (needs POSTGRES_URL and pg_dump)', () => {
  let folder: string;
  let cluster: Cluster;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drill-'));
    await mkdir(join(folder, 'backup'));
    cluster = await startCluster({ gateways: 1, projectors: 1 });
  }, 180_000);
  afterAll(async () => {
    await cluster.close();
    await rm(folder, { recursive: true });
  });

  const timeline = async (): Promise<unknown> => {
    const { json } = await cluster.ask({
      as: 'priya-metro',
      purpose: 'criminal-investigation',
      query: `{ timeline(caseId: "${cluster.caseOf('miriam')}", first: 25) {
        edges { node { __typename level eventId recordedBy { name } ... on ContactReceived { helpAskedFor account childsWords } } }
      } }`,
    });
    return json;
  };

  it('brings every answer back from the log and the data keys, without a view from the backup', async () => {
    const before = await timeline();
    expect(before).toEqual({ data: { timeline: { edges: expect.any(Array) as unknown } } });
    runStep('back-up', cluster.databaseUrl, folder);
    for (const { stop } of [...cluster.gateways, ...cluster.projectors]) await stop();
    await emptied(cluster.databaseUrl);
    runStep('restore', cluster.databaseUrl, folder);
    await cluster.startProjector();
    await cluster.startGateway();
    // The fixture asks the gateways in turn, and the first has ended.
    const answered = async () => (await timeline().catch(() => null)) ?? (await timeline());
    const isThere = () => answered().then((answer) => JSON.stringify(answer) === JSON.stringify(before));
    for (let tries = 0; tries < 60 && !(await isThere()); tries += 1) await after(500);
    expect(await answered()).toEqual(before);
  }, 180_000);
});
