import { declaredOnce, type Connections, type Telemetry } from '#platform';

const declared = declaredOnce((metrics) => ({
  connections: metrics.readGauge({
    name: 'throughline_database_connections',
    help: 'Connections to PostgreSQL.',
    labels: { state: ['in-use', 'idle'] },
  }),
  waiting: metrics.readGauge({
    name: 'throughline_database_waiting',
    help: 'Who waits for a connection to PostgreSQL.',
    labels: {},
  }),
}));

/** Tells how the connections to a database are used. */
export const watchConnections = (
  connections: () => Connections | null,
  { metrics }: Pick<Telemetry, 'metrics'>,
): void => {
  const gauges = declared(metrics);
  metrics.watch('database', () => {
    const used = connections();
    if (used === null) return [];
    const { totalCount, idleCount, waitingCount } = used;
    return [
      gauges.connections.at({ state: 'in-use' }, totalCount - idleCount),
      gauges.connections.at({ state: 'idle' }, idleCount),
      gauges.waiting.at({}, waitingCount),
    ];
  });
};
