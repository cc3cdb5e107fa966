import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Order, Report, Subscribe, Told } from './feed-clients-process.js';

/** Subscribers in a process of their own. */
export const startClients = async () => {
  const child = fork(fileURLToPath(new URL('./feed-clients-process.js', import.meta.url)));
  let heard: (told: Told) => void = () => undefined;
  let failed: (problem: Error) => void = () => undefined;
  child.on('message', (told: Told) => heard(told));
  child.on('exit', (code) => failed(new Error(`The subscribers ended with ${code}.`)));
  const ask = (order: Order | null): Promise<Told> =>
    new Promise((resolve, reject) => {
      heard = resolve;
      failed = reject;
      if (order !== null) child.send(order);
    });
  await ask(null);
  return {
    /** Subscribes; the answer is how many entries came until all had caught up, and how long that took. */
    subscribe: async (subscribe: Subscribe): Promise<{ entries: number; seconds: number }> => {
      const began = performance.now();
      const told = await ask({ subscribe });
      if (!('caughtUp' in told)) throw new TypeError('Something else was told.');
      return { entries: told.caughtUp.entries, seconds: (performance.now() - began) / 1_000 };
    },
    report: async (): Promise<Report> => {
      const told = await ask({ report: true });
      if (!('report' in told)) throw new TypeError('Something else was told.');
      return told.report;
    },
    end: (): Promise<void> =>
      new Promise((ended) => {
        failed = () => ended();
        const order: Order = { end: true };
        child.send(order);
      }),
  };
};
