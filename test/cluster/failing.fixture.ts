import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { openPostgres, type Database } from '#platform';
import type { ProjectionTables } from '#projections';
import type { Ended, Program } from '../crash/program.fixture.js';
import { loadOn, type Load } from '../crash/load.fixture.js';
import { clientAt, type Client } from '../crash/requests.fixture.js';
import { alertsLease } from '../../apps/programs/src/alerts/run-alerts.js';
import { dutyClockLease } from '../../apps/programs/src/duty-clock/run-duty-clock.js';
import { webhooksLease } from '../../apps/programs/src/webhooks/run-webhooks.js';
import { startCluster, type Cluster, type ClusterDatabase } from './cluster.fixture.js';

export const leaseSeconds = 2;

/** Gateways share out the clock of the duties and the raising of alerts, feeds the webhooks; none of them has a slot. */
const heldByOthers: readonly string[] = [dutyClockLease, alertsLease, webhooksLease];

/**
 * How long each of some twenty people waits between two requests: as many as a machine of two cores answers beside its
 * other work, so that what fails over is not waiting for what asks. For endurance they ask as fast as it answers.
 */
const pauseMilliseconds = process.env.THROUGHLINE_ENDURANCE === undefined ? 500 : 60;

/** A process of the cluster, where it is reached, and by which name it holds its slots if it is a projector. */
export interface Member {
  readonly program: Program;
  readonly address: string;
  readonly holder: string;
}

export interface SlotLease {
  readonly projection: string;
  readonly slot: number;
  readonly holder: string | null;
  readonly fence: number;
  readonly left: number;
}

/** A cluster of two gateways and two projectors whose parts are ended and started again. */
export interface FailingCluster {
  readonly cluster: Cluster;
  /** What a test itself looks into, by connections of its own. */
  readonly database: Database<ProjectionTables>;
  readonly gateways: () => readonly Member[];
  readonly projectors: () => readonly Member[];
  readonly client: Client;
  readonly load: () => Load;
  readonly leases: () => Promise<readonly SlotLease[]>;
  /** Ends a process as a power switch would. */
  readonly kill: (member: Member) => Promise<void>;
  /** Asks a process to stop, as whoever rolls out an upgrade does, and waits for its end. */
  readonly stop: (member: Member) => Promise<Ended>;
  readonly startGateway: () => Promise<Member>;
  /** Answers when it shares the work with the others. */
  readonly startProjector: () => Promise<Member>;
  /** For each test: two of each are there, and nobody works on after a test that failed. */
  readonly inOrder: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Waits until something is so; it is looked at again and again, and the answer is what was found. */
export const until = async <Found>(
  what: string,
  look: () => Promise<Found | undefined | false>,
  pauseMilliseconds = 20,
): Promise<Found> => {
  const deadline = Date.now() + 120_000;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > deadline) throw new Error(`It never came to this: ${what}.`);
    await after(pauseMilliseconds);
  }
};

/** Whether requests may be sent to a process, as it says itself. */
export const isReady = async ({ address }: Member): Promise<boolean> =>
  (await fetch(`${address}/health/ready`)).status === 200;

/** Answers when every process that lives says that it is ready, or that it is not. */
export const everybodyIs = async (
  ready: boolean,
  { gateways, projectors }: FailingCluster,
): Promise<void> => {
  // No orchestrator asks more often.
  const often = 1_000;
  await until(
    `every process says that it is ${ready ? '' : 'not '}ready`,
    async () => {
      const said = await Promise.all([...gateways(), ...projectors()].map(isReady));
      return said.every((one) => one === ready);
    },
    often,
  );
};

export const startFailingCluster = async (given?: ClusterDatabase): Promise<FailingCluster> => {
  const cluster = await startCluster({
    projectors: 1,
    env: { THROUGHLINE_LEASE_SECONDS: String(leaseSeconds), LOG_LEVEL: 'warn' },
    ...(given === undefined ? {} : { database: given }),
  });
  const database = await openPostgres<ProjectionTables>({
    url: cluster.databaseUrl,
    applicationName: 'the test',
  });
  let gateways: readonly Member[] = [];
  let projectors: readonly Member[] = [];

  const holders = async (): Promise<readonly string[]> => {
    const rows = await database.reader
      .selectFrom('projection_runner')
      .select('holder')
      .distinct()
      .where('projection', 'not in', [...heldByOthers])
      .execute();
    return rows.map(({ holder }) => holder);
  };
  const leases = async (): Promise<readonly SlotLease[]> => {
    const rows = await database.reader
      .selectFrom('projection_lease')
      .where('projection', 'not in', [...heldByOthers])
      .select(['projection', 'slot', 'holder', 'fence'])
      .select(
        sql<number>`expires_at - cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`.as('left'),
      )
      .orderBy('projection')
      .orderBy('slot')
      .execute();
    return rows.map((row) => ({ ...row, left: Number(row.left) }));
  };
  const asMember = async (program: Program, holder = ''): Promise<Member> => ({
    program,
    address: await program.listening,
    holder,
  });
  const startProjector = async (): Promise<Member> => {
    const before = await holders();
    const program = await cluster.startProjector();
    const holder = await until('a projector that has started shares the work', async () =>
      (await holders()).find((one) => !before.includes(one)),
    );
    const member = await asMember(program, holder);
    projectors = [...projectors, member];
    await until('a projector that has started holds slots', async () =>
      (await leases()).some((lease) => lease.holder === holder),
    );
    return member;
  };
  const startGateway = async (): Promise<Member> => {
    const member = await asMember(await cluster.startGateway());
    gateways = [...gateways, member];
    return member;
  };

  const [first] = await holders();
  projectors = [await asMember(cluster.projectors[0]!, first)];
  gateways = await Promise.all(cluster.gateways.map((program) => asMember(program)));
  await startProjector();

  let loads: readonly Load[] = [];
  const nobodyWorks = async () => {
    const left = loads;
    loads = [];
    await Promise.all(left.map(({ finish }) => finish()));
  };
  const without = (member: Member) => {
    gateways = gateways.filter((one) => one !== member);
    projectors = projectors.filter((one) => one !== member);
  };
  const client = clientAt({
    addresses: () => gateways.map(({ address }) => address),
    tokenOf: cluster.tokenOf,
  });
  return {
    cluster,
    database,
    gateways: () => gateways,
    projectors: () => projectors,
    client,
    load: () => {
      const load = loadOn(client, { persists: true, pauseMilliseconds });
      loads = [...loads, load];
      return load;
    },
    leases,
    kill: async (member) => {
      without(member);
      await member.program.kill();
    },
    stop: (member) => {
      without(member);
      return member.program.stop();
    },
    startGateway,
    startProjector,
    inOrder: async () => {
      await nobodyWorks();
      while (gateways.length < 2) await startGateway();
      while (projectors.length < 2) await startProjector();
    },
    close: async () => {
      await nobodyWorks();
      await database.close();
      await cluster.close();
    },
  };
};
