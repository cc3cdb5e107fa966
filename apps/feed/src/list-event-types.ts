import { processes, schemaFileName } from '#casework';
import type { ListEventTypesResponse } from '#feed-client';

/** Events of these streams stand in timelines, and so in the feed. */
const streamsOfTimelines: ReadonlySet<string> = new Set(['case', 'link', 'review']);

/** Every type that an entry may have, as it is published. */
export const eventTypes: ListEventTypesResponse = {
  eventTypes: processes.flatMap(({ folder, events }) =>
    events
      .filter(({ stream }) => streamsOfTimelines.has(stream))
      .map((declaration) => ({
        type: declaration.type,
        version: declaration.version,
        description: declaration.means,
        schema: `proto/events/${schemaFileName(declaration, declaration.version)}`,
        process: folder,
      })),
  ),
};

/** The names of these types, as a subscription may name them. */
export const typesInFeed: ReadonlySet<string> = new Set(eventTypes.eventTypes.map(({ type }) => type));
