import type { EventId } from '#kernel';
import type { OpenedEvent } from '../declaration/case-event.js';
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
  /** Every event that ever opened or ended the search on this case, and every retraction of one. */
  readonly ofTheSearch: ReadonlySet<EventId>;
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

const evolveEpisodes = (episodes: readonly MissingEpisode[], event: OpenedEvent) => {
  const { id, type } = event.header;
  if (type === ChildReportedMissing.type) return reported(episodes, id);
  if (type === ChildLocated.type) return found(episodes, id);
  const retracted = retractedBy(event);
  return retracted.length > 0 ? without(episodes, retracted) : episodes;
};

const opensOrEndsASearch = (known: MissingState, event: OpenedEvent): boolean =>
  [ChildReportedMissing.type, ChildLocated.type].includes(event.header.type) ||
  retractedBy(event).some((retracted) => known.ofTheSearch.has(retracted));

export const missing: Process<MissingState> = {
  begin: { episodes: [], ofTheSearch: new Set() },
  evolve: (known, event) =>
    opensOrEndsASearch(known, event)
      ? {
          episodes: evolveEpisodes(known.episodes, event),
          ofTheSearch: new Set(known.ofTheSearch).add(event.header.id),
        }
      : known,
};

export const childIsMissing = ({ episodes }: MissingState): boolean => episodes.some(isOpen);

export const childWasReportedMissing = ({ episodes }: MissingState): boolean => episodes.length > 0;

export const childWasLocated = ({ episodes }: MissingState): boolean =>
  episodes.some((episode) => !isOpen(episode));
