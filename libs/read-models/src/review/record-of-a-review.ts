import type { Position } from '#event-store';
import type { Directory } from '#identity';
import type { EventId, OrganisationId } from '#kernel';
import type { SharingPolicies } from '#sharing-policy';
import type { EntryRow, VisibleEntry } from '../reading/entry-rows.js';
import type { Narrow } from '../reading/narrow-for-a-person.js';
import type { AccessRecordRead } from './knowledge/access-records.js';
import { heldBackFrom } from './knowledge/held-back.js';
import { knowledgeFrom } from './knowledge/knowledge.js';
import { openingsFrom } from './knowledge/openings.js';
import type {
  AgencyUnderReview,
  RecordUnderReview,
  ReviewedEvent,
  ReviewScope,
} from './record-under-review.js';
import { asItWas } from './replay/folding.js';
import type { History } from './replay/history.js';
import { replayInTurns } from './replay/replay.js';
import { replaysUnder } from './replay/under-a-policy.js';
import { seenByReviewer } from './what-the-reviewer-sees.js';

/** What a record is put together from, all of it as it was at one position. */
export interface RecordSources {
  readonly reviewId: string;
  readonly board: OrganisationId;
  readonly scope: ReviewScope;
  readonly position: Position;
  readonly history: History;
  /** The board's own rows of the cases in scope. */
  readonly rows: readonly EntryRow[];
  readonly narrow: Narrow;
  readonly accessRecords: readonly AccessRecordRead[];
  readonly policies: SharingPolicies;
  readonly directory: Pick<Directory, 'organisation'>;
}

/** The record with what it is made from and nobody is handed as it stands. */
export interface RecordMade {
  readonly record: RecordUnderReview;
  /** The row of the board from which each event is opened. */
  readonly entries: ReadonlyMap<EventId, VisibleEntry>;
}

/** @throws CannotDecide, PolicyUnknown */
export const recordOfAReview = async (sources: RecordSources): Promise<RecordMade> => {
  const { reviewId, board, scope, position, history, policies } = sources;
  const replayed = await replayInTurns(history.events, asItWas(policies));
  const seen = seenByReviewer(sources.rows, {
    ...{ reviewId, board, position, replayed },
    narrow: sources.narrow,
  });
  const openings = openingsFrom(sources.accessRecords);
  // Only from what this reviewer sees: a refusal that is hidden from them must not show in what was refused.
  const told = seen.flatMap(({ header, event }) =>
    header === null ? [] : [{ header, position: event.position }],
  );
  const heldBack = heldBackFrom(told.sort((a, b) => (a.position < b.position ? -1 : 1)));
  const under = replaysUnder(history.events, policies);
  const events = seen.map(({ event }) => event);
  const record: RecordUnderReview = {
    ...{ reviewId, board, scope, position, events },
    policyVersion: replayed.policyVersion ?? '',
    agencies: agenciesIn(events, sources),
    byId: new Map(events.map((event) => [event.eventId, event])),
    knowledge: knowledgeFrom({ replayed, openings, heldBack }),
    knowledgeUnder: (policyVersion) => {
      const other = under(policyVersion);
      return other && knowledgeFrom({ replayed: other, openings, heldBack });
    },
  };
  return { record, entries: new Map(seen.map(({ event, entry }) => [event.eventId, entry])) };
};

/** The agencies of which the record itself tells: another one's knowledge would tell that it is on the case. */
const agenciesIn = (
  events: readonly ReviewedEvent[],
  { board, directory }: RecordSources,
): ReadonlyMap<OrganisationId, AgencyUnderReview> => {
  const ids = new Set(events.flatMap(({ organisation, addressees }) => [organisation, ...addressees]));
  ids.delete(board);
  const agencies = new Map<OrganisationId, AgencyUnderReview>();
  for (const id of [...ids].sort()) {
    const known = directory.organisation(id);
    if (known !== undefined)
      agencies.set(id, { organisation: id, name: known.name, function: known.function });
  }
  return agencies;
};
