import type { Kysely } from 'kysely';
import type { AlertTables } from './tables.js';

/** How often the table is asked while somebody waits: once for all who do. */
const askEveryMs = 50;

/** Waits for the next change of any alert; one question serves every subscriber of a process. */
export const whenAlertsMove = (tables: Kysely<AlertTables>) => {
  const waiting = new Set<() => void>();
  let asking = false;

  const newest = async (): Promise<string> => {
    const row = await tables
      .selectFrom('alert')
      .select(({ fn }) => fn.max('position').as('position'))
      .executeTakeFirst();
    return row?.position ?? '';
  };

  const ask = async (): Promise<void> => {
    if (asking) return;
    asking = true;
    try {
      let before = await newest();
      while (waiting.size > 0) {
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
        const now = await newest();
        if (now === before) continue;
        before = now;
        for (const wake of [...waiting]) wake();
      }
    } catch {
      // They read for themselves next, and tell what is away.
      for (const wake of [...waiting]) wake();
    } finally {
      asking = false;
    }
  };

  /** Resolves when something may have moved, after so long, or when the signal aborts. */
  return async (milliseconds: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        waiting.delete(done);
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
      void ask();
    });
  };
};
