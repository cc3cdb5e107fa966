import {
  addresseeFields,
  casesIn,
  noParts,
  partSet,
  type EventHeader,
  type Handling,
  type PartSet,
  type Relation,
} from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import type { Row } from './row.js';

/** Who may have an event, as its recorder last said. */
export interface HandlingNow {
  readonly covert: boolean;
  readonly notForImmigration: PartSet;
  readonly releasableTo: readonly OrganisationId[] | null;
  /** Organisations and people. */
  readonly neverTo: readonly string[];
}

/** An event as far as its visibility goes: what its own header says, and what later headers said about it. */
export interface Entry {
  readonly id: EventId;
  readonly stream: string;
  readonly position: Position;
  readonly type: string;
  /** The case that it stands on; for an event about a link or a review, all the cases that it names. */
  readonly cases: readonly CaseId[];
  readonly namesItsCases: boolean;
  readonly recorder: OrganisationId;
  readonly recordedAt: Instant;
  /** Extended Date/Time Format. */
  readonly occurred: string;
  readonly present: PartSet;
  readonly relations: readonly Relation[];
  /** Organisations that see it although they may not be on the case. */
  readonly addressed: readonly OrganisationId[];
  readonly ageResult: boolean;
  handling: HandlingNow;
  /** Parts that the recorder has disclosed, by organisation; null where it disclosed none. */
  disclosed: ReadonlyMap<OrganisationId, PartSet> | null;
  /** Parts that the recorder has refused or withheld, by organisation. */
  held: ReadonlyMap<OrganisationId, PartSet> | null;
  /** Only its recorder and a board may know of it. */
  recorderAndBoardOnly: boolean;
  /** What each organisation has of it now. */
  readonly rows: Map<OrganisationId, Row>;
}

/** Whether only recorder and board may ever know of such an event; a retraction leaves others so, one by one. */
export const isForRecorderAndBoardOnly = ({ type }: Pick<Entry, 'type'>): boolean =>
  type === 'DisclosureWithheld';

/** Their results go to everyone who has outcomes of the case at all, so that nobody sees only the convenient one. */
const ageResults: ReadonlySet<string> = new Set(['AgeDeterminationAsserted', 'CourtAgeFindingRecorded']);

/** What the clock of the duties says of other events. */
const statementsOfAClock: ReadonlySet<string> = new Set([
  'DeadlineSet',
  'DeadlineMet',
  'DeadlineMissed',
  'DeadlineExtended',
]);

export const isOfAClock = ({ type }: Pick<Entry, 'type'>): boolean => statementsOfAClock.has(type);

export const isOfReview = ({ stream }: Pick<EventHeader, 'stream'>): boolean => stream.startsWith('review-');

/** An emergency access changes who may see, and is itself no entry of a timeline. */
export const isOfGrant = ({ stream }: Pick<EventHeader, 'stream'>): boolean => stream.startsWith('grant-');

/** A link or a review is about several cases, and tells of each that it exists. */
const namesItsCases = (header: EventHeader): boolean =>
  header.stream.startsWith('link-') || isOfReview(header);

/** The cases that the header of an event says it is about: those on which its visibility depends. */
export const casesOf = (header: EventHeader): readonly CaseId[] => {
  if (namesItsCases(header)) return [...new Set(casesIn(header.concerns, 'cases'))];
  return header.caseId === null ? [] : [header.caseId];
};

const asRecorded = (handling: Handling, present: PartSet): HandlingNow => {
  let notForImmigration = noParts;
  for (const { caveat, parts } of handling.caveats) {
    if (caveat === 'not-for-immigration') notForImmigration |= parts ? partSet(parts) : present;
  }
  return {
    // A covert caveat on one part makes the whole event covert: a hole where the part was would betray it.
    covert: handling.caveats.some(({ caveat }) => caveat === 'covert'),
    notForImmigration: notForImmigration & present,
    releasableTo: handling.releasableTo,
    neverTo: handling.neverTo,
  };
};

/** An event before anything later was said about it. */
export const entryFrom = (header: EventHeader, cases: readonly CaseId[], position: Position): Entry => {
  const present = partSet(header.parts);
  const addressee = addresseeFields.get(header.type);
  const named = addressee === undefined ? undefined : header.concerns[addressee];
  return {
    id: header.id,
    stream: header.stream,
    position,
    type: header.type,
    cases,
    namesItsCases: namesItsCases(header),
    recorder: header.recordedBy.organisation,
    recordedAt: header.recordedAt,
    occurred: header.occurred,
    present,
    relations: header.relations,
    addressed: typeof named === 'string' ? [named] : [],
    ageResult: ageResults.has(header.type),
    handling: asRecorded(header.handling, present),
    disclosed: null,
    held: null,
    recorderAndBoardOnly: isForRecorderAndBoardOnly(header) || isOfReview(header),
    rows: new Map(),
  };
};
