import { describe, expect, it } from '@jest/globals';
import { createTelemetry } from '#platform';
import type { CaseTouch, DisclosureLog, Reader } from '#read-models';
import { countAlarm, countedAlarms } from './counted-alarms.js';
import { observedDisclosures } from './observed-disclosures.js';
import { countedIn, samplesOf } from './samples.fixture.js';
import { watchConnections } from './watched-connections.js';
import { watchPolicies } from './watched-policies.js';

const fresh = () => createTelemetry({ service: 'gateway', environment: {} });
const touch = (outcome: CaseTouch['outcome']): CaseTouch => ({
  asked: 'timeline',
  caseId: 'zq-canary-qz',
  outcome,
  caseKnown: true,
  events: [],
  asOf: null,
  whole: true,
  decidedBy: ['zq-policy-qz'],
  policyVersion: 'zq-version-qz',
  viewPosition: null,
});

describe('what an operator counts', () => {
  it('is every record of disclosure, and apart those that could not be written', async () => {
    const telemetry = fresh();
    let works = true;
    const log: DisclosureLog = {
      record: () => (works ? Promise.resolve() : Promise.reject(new Error('zq'))),
    };
    const observed = observedDisclosures(log, telemetry);
    const reader = {} as Reader;
    await observed.record(reader, [touch('given'), touch('given'), touch('denied')]);
    works = false;
    await expect(observed.record(reader, [touch('given')])).rejects.toThrow('zq');
    expect(await samplesOf(telemetry, 'throughline_disclosures_total')).toEqual({
      '{outcome="given"}': 2,
      '{outcome="denied"}': 1,
      '{outcome="failed"}': 1,
    });
    expect(await telemetry.metrics.text()).not.toMatch(/zq/);
  });

  it('is every alarm by its kind, and it is told as before', async () => {
    const telemetry = fresh();
    const told: string[] = [];
    const tell = countedAlarms<{ readonly kind: string }>(({ kind }) => void told.push(kind), telemetry);
    expect(await samplesOf(telemetry, 'throughline_alarms_total')).toMatchObject({ '{kind="stalled"}': 0 });
    for (const kind of ['stalled', 'parked', 'parked', 'zq-canary-qz']) tell({ kind });
    countAlarm('policy-undecided', telemetry);
    expect(told).toEqual(['stalled', 'parked', 'parked', 'zq-canary-qz']);
    expect(await countedIn(telemetry, 'throughline_alarms_total')).toEqual({
      '{kind="stalled"}': 1,
      '{kind="parked"}': 2,
      '{kind="policy-undecided"}': 1,
      '{kind="other"}': 1,
    });
  });

  it('is how often a decision was found among those that had been made', async () => {
    const telemetry = fresh();
    const statistics = { hits: 900, misses: 12, kept: 11 };
    watchPolicies({ statistics: () => statistics }, telemetry);
    await telemetry.metrics.text();
    statistics.hits = 950;
    const of = (name: string) => samplesOf(telemetry, `throughline_policy_cache_${name}`);
    expect([await of('hits_total'), await of('misses_total'), await of('decisions')]).toEqual([
      { '': 950 },
      { '': 12 },
      { '': 11 },
    ]);
  });

  it('is how the connections of a database are used', async () => {
    const telemetry = fresh();
    watchConnections(() => ({ totalCount: 10, idleCount: 3, waitingCount: 2 }), telemetry);
    expect(await samplesOf(telemetry, 'throughline_database_connections')).toEqual({
      '{state="in-use"}': 7,
      '{state="idle"}': 3,
    });
    expect(await samplesOf(telemetry, 'throughline_database_waiting')).toEqual({ '': 2 });
  });
});
