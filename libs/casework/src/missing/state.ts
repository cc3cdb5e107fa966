import type { EventId } from '#kernel';
import type { Process } from '../decision/process.js';
import { retractedBy } from '../integrity/retraction.js';
import { ChildLocated, ChildReportedMissing } from './events.js';

/** One absence of the child, from the first report to the locating. */
export interface MissingEpisode {
  /** Every report of this absence: several agencies may report the same one. */
  readonly reports: readonly EventId[];
  /** Every later locating. An episode without one is open. */
  readonly located: readonly EventId[];
}

export interface MissingState {
  readonly episodes: readonly MissingEpisode[];
}

const isOpen = ({ located }: MissingEpisode): boolean => located.length === 0;

const reported = (episodes: readonly MissingEpisode[], report: EventId): readonly MissingEpisode[] =>
  episodes.some(isOpen)
    ? episodes.map((episode) =>
        isOpen(episode) ? { ...episode, reports: [...episode.reports, report] } : episode,
      )
    : [...episodes, { reports: [report], located: [] }];

/** A child who is found is found for every episode: taking back one locating leaves the later ones standing. */
const found = (episodes: readonly MissingEpisode[], locating: EventId): readonly MissingEpisode[] =>
  episodes.map((episode) => ({ ...episode, located: [...episode.located, locating] }));

/** A report about the wrong child opened nothing; a locating of the wrong child found nobody. */
const without = (
  episodes: readonly MissingEpisode[],
  retracted: readonly EventId[],
): readonly MissingEpisode[] =>
  episodes
    .map(({ reports, located }) => ({
      reports: reports.filter((id) => !retracted.includes(id)),
      located: located.filter((id) => !retracted.includes(id)),
    }))
    .filter(({ reports }) => reports.length > 0);

export const missing: Process<MissingState> = {
  begin: { episodes: [] },
  evolve: (known, event) => {
    const { id, type } = event.header;
    if (type === ChildReportedMissing.type) return { episodes: reported(known.episodes, id) };
    if (type === ChildLocated.type) return { episodes: found(known.episodes, id) };
    const retracted = retractedBy(event);
    return retracted.length > 0 ? { episodes: without(known.episodes, retracted) } : known;
  },
};

export const childIsMissing = ({ episodes }: MissingState): boolean => episodes.some(isOpen);

export const childWasReportedMissing = ({ episodes }: MissingState): boolean => episodes.length > 0;

export const childWasLocated = ({ episodes }: MissingState): boolean =>
  episodes.some((episode) => !isOpen(episode));
