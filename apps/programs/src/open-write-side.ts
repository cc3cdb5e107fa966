import type { Database } from '#platform';
import { inOneMoment } from '#projections';
import { overdueEmergencyReviews, type ReadTables } from '#read-models';
import {
  openOversight,
  openRecording,
  openStreams,
  type Oversight,
  type Recording,
  type RecordingPorts,
  type SharedStreams,
} from '#recording';

/** Everything that writes on cases in one process. */
export interface WriteSide {
  readonly recording: Recording;
  readonly oversight: Oversight;
  /** What they keep in memory, for whatever else writes on cases here. */
  readonly streams: SharedStreams;
}

export const openWriteSide = (
  ports: RecordingPorts,
  database: Pick<Database<ReadTables>, 'reader'>,
): WriteSide => {
  const streams = openStreams(ports);
  return {
    streams,
    recording: openRecording(ports, streams),
    oversight: openOversight(
      {
        ...ports,
        overdueEmergencyReviews: (organisation, now) =>
          inOneMoment(database.reader, (moment) => overdueEmergencyReviews(moment, organisation, now)),
      },
      streams,
    ),
  };
};
