import type { Sight } from '#casework';
import { unwell, well, type Health, type Shutdown } from '#platform';
import { followProgress, type Progress } from '#projections';
import { openReadModels, sight, viewsRead, type ReadModels } from '#read-models';
import type { ClusterEngines } from './engines.js';

/** Every agency's view, kept by projectors in other processes, and the questions that can be asked of it. */
export interface ViewsOfOthers {
  readonly reads: ReadModels;
  readonly sight: Sight;
  readonly progress: Progress;
}

/** A view this many events behind is not sent requests: what it answers would be old. */
const mostBehind = 1_000;

export const openViewsOfOthers = (
  { store, database, policies, directory, sealing }: ClusterEngines,
  shutdown: Shutdown,
  health: Health,
): ViewsOfOthers => {
  const progress = followProgress({ store, database, views: viewsRead });
  shutdown.register('progress of the views', () => progress.stop());
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
  const ports = { database: database.reader, policies, directory, sealing };
  return { reads: openReadModels({ ...ports, progress }), sight: sight(ports), progress };
};
