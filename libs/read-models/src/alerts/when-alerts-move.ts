import type { Kysely } from 'kysely';
import type { AlertTables } from './tables.js';

/** How often the table is asked while somebody waits: once for all who do. */
const askEveryMs = 50;

/** Waits for the next change of any alert; one question serves every subscriber of a process. */
export const whenAlertsMove = (tables: Kysely<AlertTables>) => {
  const waiting = new Set<() => void>();
  let asking = false;
  // Kept while nobody waits: what moved since somebody read, and before they waited, is found at once.
  let before = '';
  let moves = 0;

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
      while (waiting.size > 0) {
        const now = await newest();
        if (now !== before) {
          before = now;
          moves += 1;
          for (const wake of [...waiting]) wake();
        }
        await new Promise((resolve) => setTimeout(resolve, askEveryMs));
      }
    } catch {
      // They read for themselves next, and tell what is away.
      for (const wake of [...waiting]) wake();
    } finally {
      asking = false;
    }
  };

  return {
    /** How often something was found to have moved: to be asked before one reads. */
    moves: () => moves,
    /** Resolves when something may have moved since it was found so often, after so long, or when the signal aborts. */
    wait: async (since: number, milliseconds: number, signal: AbortSignal): Promise<void> => {
      if (signal.aborted || since !== moves) return;
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
    },
  };
};
