import { declaredOnce, type Telemetry } from '#platform';

export const databases = ['read-models', 'data-keys', 'other'] as const;

/** How the connections of a database are used at this moment; the pool of `pg` tells it. */
export interface Connections {
  readonly totalCount: number;
  readonly idleCount: number;
  readonly waitingCount: number;
}

const declared = declaredOnce((metrics) => ({
  connections: metrics.readGauge({
    name: 'throughline_database_connections',
    help: 'Connections to PostgreSQL.',
    labels: { database: databases, state: ['in-use', 'idle'] },
  }),
  waiting: metrics.readGauge({
    name: 'throughline_database_waiting',
    help: 'Who waits for a connection to PostgreSQL.',
    labels: { database: databases },
  }),
}));

/** Tells how the connections of a database are used. */
export const watchConnections = (
  database: (typeof databases)[number],
  connections: () => Connections,
  { metrics }: Pick<Telemetry, 'metrics'>,
): void => {
  const gauges = declared(metrics);
  metrics.watch('database', () => {
    const { totalCount, idleCount, waitingCount } = connections();
    return [
      gauges.connections.at({ database, state: 'in-use' }, totalCount - idleCount),
      gauges.connections.at({ database, state: 'idle' }, idleCount),
      gauges.waiting.at({ database }, waitingCount),
    ];
  });
};
