import { declaredOnce, type Telemetry } from '#platform';
import type { SharingPolicies } from '#sharing-policy';

const declared = declaredOnce((metrics) => ({
  hits: metrics.readCounter({
    name: 'throughline_policy_cache_hits_total',
    help: 'Decisions about entries that had been made before.',
    labels: {},
  }),
  misses: metrics.readCounter({
    name: 'throughline_policy_cache_misses_total',
    help: 'Decisions about entries that the policy engine had to make.',
    labels: {},
  }),
  kept: metrics.readGauge({
    name: 'throughline_policy_cache_decisions',
    help: 'Decisions about entries that are in memory.',
    labels: {},
  }),
}));

/** Tells how often a decision of policy was found among those that had been made. */
export const watchPolicies = (
  policies: Pick<SharingPolicies, 'statistics'>,
  { metrics }: Pick<Telemetry, 'metrics'>,
): void => {
  const { hits, misses, kept } = declared(metrics);
  metrics.watch('policy-cache', () => {
    const told = policies.statistics();
    return [hits.at({}, told.hits), misses.at({}, told.misses), kept.at({}, told.kept)];
  });
};
