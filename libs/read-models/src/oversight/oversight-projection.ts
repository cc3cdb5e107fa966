import type { Kysely } from 'kysely';
import type { Clock } from '#kernel';
import {
  park,
  problemOf,
  unpark,
  type BuildTables,
  type Projection,
  type ProjectionAlarm,
} from '#projections';
import { fromStored, MalformedStoredEvent } from '#sealing';
import { oversightView } from './oversight-view.js';
import { setUpOversight, type OversightTables } from './tables.js';
import { isTaken, OversightNotUnderstood, takeOversight } from './take-oversight.js';

export interface OversightProjectionOptions {
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly clock: Clock;
}

/** What is wrong with one event; anything else is wrong with the database, and is tried again with the whole batch. */
const isOfTheEvent = (problem: unknown): boolean =>
  problem instanceof MalformedStoredEvent || problem instanceof OversightNotUnderstood;

/** Follows emergency access, reviews, and what organisations ask of one another. It decides nothing about who may see. */
export const oversightProjection = ({
  onAlarm,
  clock,
}: OversightProjectionOptions): Projection<OversightTables> => ({
  ...oversightView,
  setUp: setUpOversight,
  forget: () => undefined,
  apply: async (writing, events) => {
    for (const { type, data, stream: group, position } of events) {
      if (!isTaken(type)) continue;
      try {
        await takeOversight(writing, fromStored(data), position);
      } catch (error) {
        if (!isOfTheEvent(error)) throw error;
        const problem = problemOf(error);
        const parking = writing as unknown as Kysely<BuildTables>;
        await park(parking, { group, position, problem, parkedAt: clock.now() });
        onAlarm({ kind: 'parked', projection: oversightView.name, slot: 0, group, position, problem });
      }
    }
  },
  retry: async (writing, group) => {
    // What could not be read is still in the log: only a rebuild of these small tables reads it again.
    await unpark(writing as unknown as Kysely<BuildTables>, group);
  },
});
