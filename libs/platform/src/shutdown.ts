import type { EventEmitter } from 'node:events';
import type { Logger } from './logging/logging.js';

export interface ShutdownReport {
  /** Everything stopped in time and without an error. */
  readonly clean: boolean;
  /** What failed to stop, or had not stopped when the time was over. */
  readonly notStopped: readonly string[];
}

export interface Shutdown {
  /** What was registered last stops first: a server before the database that it uses. */
  register(name: string, stop: () => void | Promise<void>): void;
  /** Stops everything, once; a second call gets the same answer. */
  run(): Promise<ShutdownReport>;
  /** Whether it was told to stop: what is still starting then need not go on. */
  hasBegun(): boolean;
}

type Outcome = 'stopped' | 'failed' | 'too-late';

/**
 * An orderly stop that ends. Each part waits for the one before it; when the time is over the rest is still asked to
 * stop, and not waited for.
 */
export const createShutdown = (withinMilliseconds: number, log: Logger): Shutdown => {
  const parts: { readonly name: string; readonly stop: () => void | Promise<void> }[] = [];
  let running: Promise<ShutdownReport> | undefined;

  const stopAll = async (): Promise<ShutdownReport> => {
    const deadline = performance.now() + withinMilliseconds;
    const notStopped: string[] = [];
    for (const { name, stop } of parts.toReversed()) {
      const outcome = await stopOne(stop, Math.max(0, deadline - performance.now()), log);
      if (outcome !== 'stopped') notStopped.push(name);
    }
    return { clean: notStopped.length === 0, notStopped };
  };

  return {
    register: (name, stop) => {
      parts.push({ name, stop });
    },
    run: () => (running ??= stopAll()),
    hasBegun: () => running !== undefined,
  };
};

const stopOne = async (
  stop: () => void | Promise<void>,
  milliseconds: number,
  log: Logger,
): Promise<Outcome> => {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Outcome>((settle) => {
    timer = setTimeout(() => settle('too-late'), milliseconds);
  });
  const stopping = (async (): Promise<Outcome> => {
    try {
      await stop();
      return 'stopped';
    } catch (error) {
      log.error('a part of the process failed to stop', { error });
      return 'failed';
    }
  })();
  try {
    return await Promise.race([stopping, tooLate]);
  } finally {
    clearTimeout(timer);
  }
};

/** Runs the shutdown at the first SIGTERM or SIGINT and then calls `ended`, which is where an exit code is set. */
export const stopOnSignals = (
  signals: EventEmitter,
  shutdown: Shutdown,
  ended: (report: ShutdownReport) => void,
): void => {
  for (const signal of ['SIGTERM', 'SIGINT']) signals.once(signal, () => void shutdown.run().then(ended));
};
