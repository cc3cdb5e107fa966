import { setTimeout as after } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { postgresServer } from '#platform/testing';
import { killWhatIsLeft } from '../crash/program.fixture.js';
import { everybodyIs, startFailingCluster, until, type FailingCluster } from './failing.fixture.js';
import { canStartPostgres, startPostgres, type ThrowawayPostgres } from './throwaway-postgres.fixture.js';
import { databaseAway, expectNothingLost, expectSaidOnly, logAway } from './whole.fixture.js';

const described = postgresServer === undefined ? describe.skip : describe;
/** What is told by the others too, and takes its time: `npm run test:endurance`. */
const forEndurance = process.env.THROUGHLINE_ENDURANCE === undefined ? it.skip : it;
/** Well beyond the 5 seconds after which a log server without an answer counts as away. */
const awaySeconds = 20;
const powerSwitches = process.env.THROUGHLINE_ENDURANCE === undefined ? [2] : [1, 4];

described('a cluster that loses what it stands on (needs POSTGRES_URL)', () => {
  let failing: FailingCluster;
  let postgres: ThrowawayPostgres | undefined;
  beforeAll(async () => {
    // Nobody else may lose theirs.
    if (canStartPostgres) postgres = await startPostgres();
    failing = await startFailingCluster(postgres);
  }, 300_000);
  beforeEach(() => failing.inOrder(), 120_000);
  afterAll(async () => {
    await failing.close();
    killWhatIsLeft();
  }, 60_000);

  it(`goes on by itself when the log server was away for ${awaySeconds} seconds`, async () => {
    const load = failing.load();
    await load.acknowledgements(20);
    const { logServer } = failing.cluster;
    const back = after(awaySeconds * 1_000);
    await logServer.program().kill();
    await everybodyIs(false, failing);
    await back;
    await logServer.start();
    await everybodyIs(true, failing);
    await load.acknowledgements(load.acknowledged() + 20);
    const known = await load.finish();
    expect(known.refusals).toBeGreaterThan(0);
    await expectNothingLost(failing, known);
    expectSaidOnly(failing, logAway);
  }, 300_000);

  (canStartPostgres ? it : it.skip)(
    'goes on by itself when PostgreSQL was ended as by a power switch (needs its programs)',
    async () => {
      const load = failing.load();
      for (const seconds of powerSwitches) {
        await load.acknowledgements(load.acknowledged() + 20);
        await postgres!.stop();
        await everybodyIs(false, failing);
        await after(seconds * 1_000);
        await postgres!.start();
        await everybodyIs(true, failing);
      }
      await load.acknowledgements(load.acknowledged() + 20);
      const known = await load.finish();
      expect(known.refusals).toBeGreaterThan(0);
      await expectNothingLost(failing, known);
      expectSaidOnly(failing, databaseAway);
    },
    300_000,
  );

  forEndurance(
    'goes on by itself when every connection to PostgreSQL is cut, ten times',
    async () => {
      const load = failing.load();
      for (let cut = 0; cut < 10; cut += 1) {
        await load.acknowledgements(load.acknowledged() + 5);
        await sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()
      `.execute(failing.database.writer);
      }
      await load.acknowledgements(load.acknowledged() + 20);
      await expectNothingLost(failing, await load.finish());
      expectSaidOnly(failing, databaseAway);
    },
    300_000,
  );

  it('answers what a gateway has begun when it is told to stop, and goes on by the other', async () => {
    const load = failing.load();
    await load.acknowledgements(30);
    const { code } = await failing.stop(failing.gateways()[0]!);
    expect(code).toBe(0);
    await load.acknowledgements(load.acknowledged() + 20);
    await failing.startGateway();
    await expectNothingLost(failing, await load.finish());
    expectSaidOnly(failing, []);
  }, 180_000);

  it('has the slots of a projector that is told to stop at once, without waiting for its leases to end', async () => {
    const load = failing.load();
    await load.acknowledgements(30);
    const [told, other] = failing.projectors();
    const { code } = await failing.stop(told!);
    expect(code).toBe(0);
    expect((await failing.leases()).map(({ holder }) => holder)).not.toContain(told!.holder);
    await until('the other projector has every slot', async () =>
      (await failing.leases()).every(({ holder }) => holder === other!.holder),
    );
    await load.acknowledgements(load.acknowledged() + 20);
    await expectNothingLost(failing, await load.finish());
    expectSaidOnly(failing, []);
  }, 180_000);

  forEndurance(
    'goes on by the other gateway when one is killed',
    async () => {
      const load = failing.load();
      await load.acknowledgements(30);
      await failing.kill(failing.gateways()[0]!);
      await load.acknowledgements(load.acknowledged() + 30);
      await failing.startGateway();
      await load.acknowledgements(load.acknowledged() + 10);
      await expectNothingLost(failing, await load.finish());
      expectSaidOnly(failing, []);
    },
    300_000,
  );
});
