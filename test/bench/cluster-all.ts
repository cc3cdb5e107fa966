/** Everything of the cluster profile; what needs a database only where there is a server for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureLag, type LagRow } from './cluster-lag.js';
import { benchClusterLog, type ClusterLogRow } from './cluster-log.js';
import { databaseServer, describeServer } from './cluster-programs.js';
import { makeLog, measureClusterRebuild, type ClusterRebuildRow } from './cluster-rebuild.js';

export interface ClusterMeasured {
  readonly log: readonly ClusterLogRow[];
  /** Null without a PostgreSQL server. */
  readonly cluster: {
    readonly server: string;
    readonly lag: readonly LagRow[];
    readonly rebuilds: readonly ClusterRebuildRow[];
  } | null;
}

export const benchCluster = async (quick: boolean): Promise<ClusterMeasured> => {
  const log = await benchClusterLog(quick ? 5_000 : 50_000);
  if (databaseServer === undefined) return { log, cluster: null };
  const folder = mkdtempSync(join(tmpdir(), 'bench-cluster-'));
  try {
    const seconds = quick ? 4 : 20;
    const lag = [await measureLag(databaseServer, { perSecond: 500, seconds, slots: 4 })];
    const events = Number(process.env.BENCH_EVENTS ?? (quick ? 10_000 : 200_000));
    const rebuilds: ClusterRebuildRow[] = [];
    // In four slots of one projector the ledger is kept and every header folded four times: half as many take long enough.
    for (const [slots, share] of [
      [1, 1],
      [4, 0.5],
    ] as const) {
      const file = join(folder, `events-${slots}.sqlite`);
      await makeLog(file, events * share);
      rebuilds.push(await measureClusterRebuild(databaseServer, file, slots));
    }
    return { log, cluster: { server: await describeServer(databaseServer), lag, rebuilds } };
  } finally {
    rmSync(folder, { recursive: true });
  }
};
