import { describe, expect, it } from '@jest/globals';
import { createMetrics, declaredOnce } from '#platform';

const canary = 'zq-the-child-said-qz';
const sample = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`));

const counted = () => {
  const metrics = createMetrics();
  const refusals = metrics.counter({
    name: 'throughline_test_total',
    help: 'Refusals.',
    labels: { code: ['FORBIDDEN', 'NOT_FOUND'] },
  });
  return { metrics, refusals };
};

describe('the metrics of a process', () => {
  it('begin at 0, so that the first of its kind is an increase', async () => {
    const { metrics, refusals } = counted();
    refusals.add({ code: 'NOT_FOUND' });
    expect(sample(await metrics.text(), 'throughline_test_total')).toEqual([
      'throughline_test_total{code="FORBIDDEN"} 0',
      'throughline_test_total{code="NOT_FOUND"} 1',
    ]);
  });

  it('have no word that is not of their lists: it is counted as other', async () => {
    const { metrics, refusals } = counted();
    const lag = metrics.readGauge({
      name: 'throughline_test_lag',
      help: 'Lag.',
      labels: { of: ['timeline'] },
    });
    const time = metrics.histogram({
      name: 'throughline_test_seconds',
      help: 'Time.',
      labels: { of: ['read'] },
    });
    refusals.add({ code: canary } as never);
    refusals.add({ code: 'FORBIDDEN', [canary]: canary } as never);
    refusals.add({} as never);
    time.observe({ of: canary } as never, 0.2);
    metrics.watch('projection', () => [lag.at({ of: canary } as never, 3)]);
    const text = await metrics.text();
    expect(text).not.toContain('zq');
    expect(sample(text, 'throughline_test_total')).toContain('throughline_test_total{code="other"} 2');
    expect(sample(text, 'throughline_test_lag')).toEqual(['throughline_test_lag{of="other"} 3']);
    expect(sample(text, 'throughline_test_seconds_count')).toEqual([
      'throughline_test_seconds_count{of="other"} 1',
    ]);
  });

  it('are read when they are asked for, and no longer there when nobody reads them', async () => {
    const metrics = createMetrics();
    const lag = metrics.readGauge({
      name: 'throughline_test_lag',
      help: 'Lag.',
      labels: { slot: ['0', '1'] },
    });
    const hits = metrics.readCounter({ name: 'throughline_test_hits', help: 'Hits.', labels: {} });
    let behind = 7;
    const stop = metrics.watch('projection', () => Promise.resolve([lag.at({ slot: '0' }, behind)]));
    metrics.watch('projection', () => [lag.at({ slot: '1' }, 1), hits.at({}, behind)]);
    expect(sample(await metrics.text(), 'throughline_test_lag')).toEqual([
      'throughline_test_lag{slot="0"} 7',
      'throughline_test_lag{slot="1"} 1',
    ]);
    behind = 9;
    stop();
    const text = await metrics.text();
    expect(sample(text, 'throughline_test_lag')).toEqual(['throughline_test_lag{slot="1"} 1']);
    expect(sample(text, 'throughline_test_hits')).toEqual(['throughline_test_hits 9']);
  });

  it('are answered without what cannot be read, and say so', async () => {
    const metrics = createMetrics();
    const lag = metrics.readGauge({ name: 'throughline_test_lag', help: 'Lag.', labels: {} });
    let works = true;
    metrics.watch('projection', () => {
      if (!works) throw new Error(canary);
      return [lag.at({}, 5)];
    });
    metrics.watch('database', () => new Promise(() => undefined));
    await metrics.text();
    works = false;
    await metrics.text();
    const text = await metrics.text();
    expect(sample(text, 'throughline_test_lag')).toEqual([]);
    expect(sample(text, 'throughline_readings_failed_total')).toEqual(
      expect.arrayContaining([
        'throughline_readings_failed_total{from="projection"} 2',
        'throughline_readings_failed_total{from="database"} 3',
      ]),
    );
    expect(text).not.toContain('zq');
  });

  it('are declared once, however often a part of the product is wrapped', () => {
    const declare = declaredOnce((metrics) =>
      metrics.counter({ name: 'throughline_x', help: 'X.', labels: {} }),
    );
    const one = createMetrics();
    expect(declare(one)).toBe(declare(one));
    expect(declare(createMetrics())).not.toBe(declare(one));
  });

  it('tell of the process itself: its event loop, memory and time', async () => {
    const text = await createMetrics().text();
    for (const name of [
      'nodejs_eventloop_lag_p99_seconds',
      'process_cpu_seconds_total',
      'nodejs_heap_size_used_bytes',
    ])
      expect(sample(text, name)).toHaveLength(1);
  });
});
