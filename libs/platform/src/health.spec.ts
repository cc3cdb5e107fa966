import { describe, expect, it } from '@jest/globals';
import { createHealth, unwell, well } from '#platform';

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

  it('has one check for a name', () => {
    const health = createHealth();
    health.register({ name: 'log', kind: 'ready', check: () => well });
    expect(() => health.register({ name: 'log', kind: 'live', check: () => well })).toThrow(RangeError);
  });
});
