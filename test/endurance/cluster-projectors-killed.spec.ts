import { afterAll, describe, it } from '@jest/globals';
import { postgresServer } from '#platform/testing';
import { startFailingCluster, type FailingCluster } from '../cluster/failing.fixture.js';
import { killInMidBatch } from '../cluster/killed-projectors.fixture.js';
import { killWhatIsLeft } from '../crash/program.fixture.js';

const described = postgresServer === undefined ? describe.skip : describe;

const kills = 50;
/** So many in one cluster; then a new one, or asking back would take ever longer. */
const inOneCluster = 10;
const minute = 60_000;

described('projectors that are killed in mid-batch (needs POSTGRES_URL)', () => {
  let failing: FailingCluster | undefined;
  const end = async () => {
    await failing?.close();
    failing = undefined;
  };
  afterAll(async () => {
    await end();
    killWhatIsLeft();
  }, minute);

  it.each(Array.from({ length: kills / inOneCluster }, (_, index) => index))(
    `leave the views as the log has them (${inOneCluster} times, cluster %i)`,
    async () => {
      await end();
      failing = await startFailingCluster();
      await killInMidBatch(failing, inOneCluster);
    },
    20 * minute,
  );
});
