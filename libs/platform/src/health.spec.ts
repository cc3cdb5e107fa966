import { describe, expect, it } from '@jest/globals';
import { createHealth, unwell, well, type HealthFinding } from '#platform';

describe('health', () => {
  it('is well when every check of the kind is', async () => {
    const health = createHealth();
    health.register({ name: 'log', kind: 'ready', check: () => well });
    health.register({ name: 'loop', kind: 'live', check: () => unwell('stuck') });
    expect(await health.report('ready')).toEqual({ well: true, findings: { log: well } });
    expect(await health.report('live')).toEqual({ well: false, findings: { loop: unwell('stuck') } });
  });

  it('names what is not well, also when a check throws or does not answer, and tells nothing of why', async () => {
    const health = createHealth(20);
    health.register({ name: 'log', kind: 'ready', check: () => Promise.resolve(well) });
    health.register({ name: 'views', kind: 'ready', check: () => unwell('behind') });
    health.register({ name: 'keys', kind: 'ready', check: () => Promise.reject(new Error('CANARY')) });
    health.register({
      name: 'policy',
      kind: 'ready',
      check: () => {
        throw new Error('CANARY');
      },
    });
    health.register({ name: 'disk', kind: 'ready', check: () => new Promise(() => undefined) });
    expect(await health.report('ready')).toEqual({
      well: false,
      findings: {
        log: well,
        views: unwell('behind'),
        keys: unwell('failed'),
        policy: unwell('failed'),
        disk: unwell('no-answer'),
      },
    });
  });

  it('does not begin a check again that is still under way, and does once it has ended', async () => {
    const health = createHealth(20);
    let begun = 0;
    let end = (_: HealthFinding): void => undefined;
    const check = () => {
      begun += 1;
      return new Promise<HealthFinding>((settle) => (end = settle));
    };
    health.register({ name: 'log', kind: 'ready', check });
    const late = { well: false, findings: { log: unwell('no-answer') } };
    expect([await health.report('ready'), await health.report('ready')]).toEqual([late, late]);
    expect(begun).toBe(1);
    const waiting = health.report('ready');
    end(well);
    expect(await waiting).toEqual({ well: true, findings: { log: well } });
    const again = health.report('ready');
    await Promise.resolve();
    end(well);
    expect(await again).toEqual({ well: true, findings: { log: well } });
    expect(begun).toBe(2);
  });

  it('gives up a check that hangs, and begins it anew', async () => {
    const health = createHealth(5);
    let begun = 0;
    const check = () => ((begun += 1) === 1 ? new Promise<HealthFinding>(() => undefined) : well);
    health.register({ name: 'disk', kind: 'ready', check });
    let report = await health.report('ready');
    for (let asked = 0; !report.well && asked < 100; asked += 1) report = await health.report('ready');
    expect([report.well, begun]).toEqual([true, 2]);
  });

  it('has one check for a name', () => {
    const health = createHealth();
    health.register({ name: 'log', kind: 'ready', check: () => well });
    expect(() => health.register({ name: 'log', kind: 'live', check: () => well })).toThrow(RangeError);
  });
});
