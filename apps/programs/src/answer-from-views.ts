import type { Sight } from '#casework';
import { systemClock } from '#kernel';
import { unwell, well, type Database, type Health } from '#platform';
import type { Progress } from '#projections';
import {
  openReadModels,
  sight,
  viewsRead,
  type ReadModels,
  type ReadPorts,
  type ReadTables,
} from '#read-models';

/** Every agency's view, and the questions that can be asked of it. */
export interface Views {
  readonly reads: ReadModels;
  readonly sight: Sight;
}

/** A view this many events behind is not sent requests: what it answers would be old. */
const mostBehind = 1_000;

/** Answers from the views, whoever keeps them; a process whose views are not there or far behind is not ready. */
export const answerFromViews = (
  {
    database,
    policies,
    directory,
    sealing,
  }: Omit<ReadPorts, 'database' | 'clock'> & { readonly database: Database<ReadTables> },
  progress: Progress,
  health: Health,
): Views => {
  for (const { name } of viewsRead)
    health.register({
      name: `view-${name}`,
      kind: 'ready',
      check: async () => {
        const slots = (await progress.lag()).filter(({ projection }) => projection === name);
        if (slots.some(({ slot }) => slot === null)) return unwell('not-built');
        return slots.every(({ events }) => events < mostBehind) ? well : unwell('behind');
      },
    });
  const ports = { database: database.reader, policies, directory, sealing, clock: systemClock };
  return { reads: openReadModels({ ...ports, progress }), sight: sight(ports) };
};
