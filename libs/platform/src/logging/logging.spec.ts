import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { correlated, createLogger, DataFolderUnusable, type Logger, type SafeFields } from '#platform';

const canary = 'CANARY the child said';

const logged = (say: (log: Logger) => void, level: 'info' | 'debug' = 'info') => {
  const lines: string[] = [];
  say(createLogger({ level, destination: { write: (line) => lines.push(line) }, tellable: [RuleBroken] }));
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
};

class RuleBroken extends Error {
  readonly code = 'child-is-missing';
}

describe('a line of the log', () => {
  it('is JSON with codes, ids, counts and durations', () => {
    const [line] = logged((log) =>
      log.info('batch applied', {
        component: 'timeline',
        event: '6f1f64a5-9a0f-4c3e-9d0e-6a2b7c1d8e35',
        counts: { events: 500, rows: 1200 },
        milliseconds: 12.345678,
      }),
    );
    expect(line).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      component: 'timeline',
      event: '6f1f64a5-9a0f-4c3e-9d0e-6a2b7c1d8e35',
      counts: { events: 500, rows: 1200 },
      milliseconds: 12.35,
      message: 'batch applied',
    });
  });

  it('has the codes of PostgreSQL, which begin with a digit, and no date or number beside them', () => {
    const lines = logged((log) => {
      for (const code of ['25P03', '40001', '2009-05-01', '200905', '+44']) log.error('failed', { code });
    });
    expect(lines.map((line) => line.code)).toEqual(['25P03', '40001', undefined, undefined, undefined]);
  });

  it('has the correlation of the request that it belongs to', () => {
    const lines = logged((log) => {
      const request = log.with({ correlation: 'abc-1' });
      request.info('one');
      request.with({ case: 'case-2' }).warn('two');
    });
    expect(lines).toMatchObject([
      { correlation: 'abc-1', message: 'one' },
      { correlation: 'abc-1', case: 'case-2', message: 'two' },
    ]);
  });

  it('that is written while a request is answered has its correlation, after every wait', async () => {
    const lines: string[] = [];
    const log = createLogger({ level: 'info', destination: { write: (line) => lines.push(line) } });
    const answer = (correlation: string) =>
      correlated(correlation, async () => {
        await setImmediate();
        log.info('one');
        log.with({ case: 'case-2' }).info('two');
        log.with({ correlation: 'its-own' }).info('three');
        log.info('four', { correlation: 'its-own' });
      });
    await Promise.all([answer('abc-1'), answer('abc-2')]);
    log.info('outside');
    const told = lines.map((line) => {
      const { message, correlation } = JSON.parse(line) as Record<string, unknown>;
      return [message, correlation];
    });
    for (const id of ['abc-1', 'abc-2'])
      for (const message of ['one', 'two']) expect(told).toContainEqual([message, id]);
    expect(told.filter(([message]) => message === 'three' || message === 'four')).toEqual(
      expect.arrayContaining(Array(2).fill(['three', 'its-own'])),
    );
    expect(lines.every((line) => line.match(/"correlation"/g)?.length !== 2)).toBe(true);
    expect(told).toContainEqual(['outside', undefined]);
  });

  it('is not written below the level', () => {
    expect(logged((log) => log.debug('details'))).toEqual([]);
    expect(logged((log) => log.debug('details'), 'debug')).toHaveLength(1);
  });

  it('leaves out, and names, whatever is not what its field is for', () => {
    const wrong = {
      event: canary,
      code: canary,
      component: { text: canary },
      counts: { [canary]: 1, text: canary },
      milliseconds: canary,
      another: canary,
    } as unknown as SafeFields;
    const lines = logged((log) => log.info('one', wrong));
    expect(JSON.stringify(lines)).not.toContain('CANARY');
    expect(lines[0]).toMatchObject({ leftOut: ['event', 'code', 'component', 'counts', 'counts'] });
  });

  it('cannot have a message that was put together', () => {
    const put = (log: Logger, name: string): void => {
      // @ts-expect-error: text that was computed is no literal
      log.info(`the child ${name}`);
    };
    expect(put).toBeDefined();
  });
});

describe('an error in the log', () => {
  it('of our own tells its message, class, code and place', () => {
    const [line] = logged((log) => log.error('refused', { error: new RuleBroken('A child is missing.') }));
    expect(line?.['error']).toMatchObject({
      class: 'RuleBroken',
      code: 'child-is-missing',
      message: 'A child is missing.',
      at: expect.arrayContaining([expect.stringContaining('logging.spec')]),
    });
    const folder = new DataFolderUnusable('/srv/data', 'no-space');
    expect(logged((log) => log.fatal('stopped', { error: folder }))[0]).toMatchObject({
      error: { message: expect.stringContaining('Make room') },
    });
  });

  it('of a library tells its class and code only, for its message may quote what it was given', () => {
    const changedLater = new Error(`x\n    at ${canary} (file.js:1:1)`);
    expect(changedLater.stack).toContain('CANARY');
    changedLater.message = 'changed';
    const thrown: unknown[] = [
      new Error(canary),
      new TypeError(`first line\n    at ${canary} (file.js:1:1)`),
      Object.assign(new Error(canary), { code: 'ERR_SQLITE_ERROR' }),
      Object.assign(new Error('x'), { code: canary, name: canary }),
      new RuleBroken('Ours.', { cause: new Error(canary, { cause: canary }) }),
      changedLater,
      canary,
      { message: canary },
    ];
    try {
      JSON.parse(`{"voice": "${canary}`);
    } catch (error) {
      thrown.push(error);
    }
    for (const error of thrown) {
      const lines = logged((log) => log.error('failed', { error }));
      expect(lines[0]).toHaveProperty('error.class');
      expect(JSON.stringify(lines)).not.toContain('CANARY');
    }
    expect(logged((log) => log.error('failed', { error: thrown[2] }))[0]).toMatchObject({
      error: { class: 'Error', code: 'ERR_SQLITE_ERROR' },
    });
  });

  it('tells a chain of causes, as far as it helps', () => {
    let error = new RuleBroken('0');
    for (let depth = 1; depth < 10; depth += 1) error = new RuleBroken(String(depth), { cause: error });
    const text = JSON.stringify(logged((log) => log.error('failed', { error })));
    expect(text.match(/"class"/g)).toHaveLength(5);
  });
});
