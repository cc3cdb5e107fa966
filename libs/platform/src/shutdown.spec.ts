import { EventEmitter, once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { createLogger, createShutdown, stopOnSignals, type ShutdownReport } from '#platform';

const log = createLogger({ level: 'silent' });

describe('a shutdown', () => {
  it('stops what started last first, and each part only when the one before has stopped', async () => {
    const said: string[] = [];
    const shutdown = createShutdown(5_000, log);
    shutdown.register('database', () => void said.push('database'));
    shutdown.register('server', async () => {
      said.push('server stops');
      await new Promise(setImmediate);
      said.push('server stopped');
    });
    expect(await shutdown.run()).toEqual({ clean: true, notStopped: [] });
    expect(said).toEqual(['server stops', 'server stopped', 'database']);
  });

  it('goes on when a part fails, and tells which', async () => {
    const said: string[] = [];
    const shutdown = createShutdown(5_000, log);
    shutdown.register('database', () => void said.push('database'));
    shutdown.register('server', () => Promise.reject(new Error('stuck')));
    expect(await shutdown.run()).toEqual({ clean: false, notStopped: ['server'] });
    expect(said).toEqual(['database']);
  });

  it('ends when its time is over, having asked every part to stop', async () => {
    const said: string[] = [];
    const shutdown = createShutdown(20, log);
    shutdown.register('database', () => void said.push('database'));
    shutdown.register('server', () => new Promise(() => undefined));
    const report = await shutdown.run();
    expect(report.notStopped).toContain('server');
    expect(said).toEqual(['database']);
  });

  it('happens once, however many signals come', async () => {
    let times = 0;
    const shutdown = createShutdown(5_000, log);
    shutdown.register('server', () => {
      times += 1;
    });
    const signals = new EventEmitter();
    const reports = new EventEmitter();
    const reported = once(reports, 'report');
    stopOnSignals(signals, shutdown, (report) => reports.emit('report', report));
    signals.emit('SIGTERM');
    signals.emit('SIGINT');
    const [report] = (await reported) as [ShutdownReport];
    expect(report.clean).toBe(true);
    await shutdown.run();
    expect(times).toBe(1);
  });
});
