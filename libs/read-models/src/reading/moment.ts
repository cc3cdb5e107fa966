import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import { refused, type CaseId, type Instant, type PersonId } from '#kernel';
import { DatabaseAway } from '#platform';
import { inOneMoment, ViewNotReady, type BuildTables } from '#projections';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';
import type { Planned, Reader } from '../api.js';
import type { AccessTables } from '../disclosure/tables.js';
import type { RelationshipKind } from '../timeline/row-change.js';
import { standingFlags } from '../timeline/standing.js';
import type { TimelineTables } from '../timeline/tables.js';
import type { ReadPorts, ReadTables } from './ports.js';
import { accessLogAt, viewOf } from './views.js';

/** The tables in which the view of an organisation stands, as they are at one moment. */
export type Moment = Transaction<TimelineTables & BuildTables>;

/** The rest of that moment. */
export interface AtThatMoment {
  /** How far the view of the reader's organisation has come. */
  readonly position: Position | null;
  /** Which build of it is read. */
  readonly build: string;
  /** When the reader asked. */
  readonly now: Instant;
  /** Who read the case. */
  readonly accessLogOf: (caseId: CaseId) => Promise<Transaction<AccessTables>>;
  /** What stands in no namespace, and the way to the other views. */
  readonly whole: Transaction<ReadTables>;
}

/**
 * Asks everything of one moment of the view of the reader's organisation, so that one answer never mixes two, neither two
 * moments nor two builds. Refuses while the view is being built from the log for the first time, and while
 * the database is away.
 */
export const atOneMoment = async <Answer>(
  { database, clock }: Pick<ReadPorts, 'database' | 'clock'>,
  { principal: { organisation } }: Reader,
  work: (moment: Moment, rest: AtThatMoment) => Planned<Answer>,
): Planned<Answer> => {
  try {
    return await inOneMoment(database, async (transaction) => {
      const { view, position, build } = await viewOf(transaction, organisation);
      const accessLogOf = (caseId: CaseId) => accessLogAt(transaction, caseId);
      return work(view, { position, build, now: clock.now(), accessLogOf, whole: transaction });
    });
  } catch (problem) {
    if (problem instanceof ViewNotReady || problem instanceof DatabaseAway)
      return refused({ code: 'UNAVAILABLE' });
    throw problem;
  }
};

/** Under what an answer is decided, and how far the view has come. */
export interface Ground {
  readonly position: Position | null;
  /** Null while no policy was adopted: then nobody gets anything. */
  readonly policy: SharingPolicy | null;
}

export const groundOf = async (
  moment: Moment,
  { position }: Pick<AtThatMoment, 'position'>,
  policies: SharingPolicies,
): Promise<Ground> => {
  const inForce = await moment.selectFrom('policy_in_force').select('version').executeTakeFirst();
  const policy = inForce === undefined ? undefined : policies.byVersion(inForce.version);
  return { position, policy: policy ?? null };
};

/** A case of the reader's organisation. */
export interface KnownCase {
  readonly caseId: CaseId;
  /** `standingFlags`. */
  readonly flags: number;
  readonly child: CaseId;
  readonly timeline: CaseId;
  readonly visibleFrom: string;
  readonly relationships: readonly Relationship[];
}

export interface Relationship {
  readonly person: PersonId;
  readonly kind: RelationshipKind;
  /** The stream of the review or the emergency access by which it is; empty for one that needs none. */
  readonly through: string;
}

/** The cases that the organisation's timeline of a case shows; empty where it does not have the case. */
export const casesOfTimeline = async (
  moment: Moment,
  { now }: Pick<AtThatMoment, 'now'>,
  reader: Reader,
  caseId: CaseId,
): Promise<readonly KnownCase[]> => {
  const { organisation } = reader.principal;
  const rows = await moment
    .selectFrom('agency_case as asked')
    .innerJoin('agency_case as shown', (join) =>
      join
        .onRef('shown.organisation', '=', 'asked.organisation')
        .onRef('shown.timeline_id', '=', 'asked.timeline_id'),
    )
    .where('asked.organisation', '=', organisation)
    .where('asked.case_id', '=', caseId)
    .select(['shown.case_id', 'shown.flags', 'shown.child_id', 'shown.timeline_id', 'shown.visible_from'])
    .orderBy('shown.case_id')
    .execute();
  return withRelationships(moment, now, reader, rows);
};

interface CaseRow {
  readonly case_id: CaseId;
  readonly flags: number;
  readonly child_id: CaseId;
  readonly timeline_id: CaseId;
  readonly visible_from: string;
}

/**
 * Who works with the child on one of its cases works with it on all of them, and looks from them at a case in dispute. What
 * ends by itself has ended when its time has come.
 */
export const withRelationships = async (
  moment: Moment,
  now: Instant,
  { principal: { organisation } }: Reader,
  rows: readonly CaseRow[],
): Promise<readonly KnownCase[]> => {
  const timelines = [...new Set(rows.map(({ timeline_id }) => timeline_id))];
  const relationships = await moment
    .selectFrom('agency_relationship as relationship')
    .innerJoin('agency_case as case', (join) =>
      join
        .onRef('case.organisation', '=', 'relationship.organisation')
        .onRef('case.case_id', '=', 'relationship.case_id'),
    )
    .where('relationship.organisation', '=', organisation)
    .where('case.timeline_id', 'in', timelines.length === 0 ? [''] : timelines)
    .where('relationship.until', 'is', null)
    .where((eb) => eb.or([eb('relationship.ends_at', 'is', null), eb('relationship.ends_at', '>', now)]))
    .select(['case.child_id', 'case.timeline_id', 'case.flags'])
    .select(['relationship.person', 'relationship.relationship', 'relationship.through'])
    .execute();
  return rows.map(({ case_id, flags, child_id, timeline_id, visible_from }) => ({
    caseId: case_id,
    flags,
    child: child_id,
    timeline: timeline_id,
    visibleFrom: visible_from,
    relationships: relationships
      .filter(
        (one) =>
          (one.child_id === child_id || (inDispute(flags) && one.timeline_id === timeline_id)) &&
          holds(one.relationship, one.flags),
      )
      .map(({ person, relationship, through }) => ({
        ...{ person, through, kind: relationship as RelationshipKind },
      })),
  }));
};

/**
 * Whether a relationship holds while the organisation stands so to the case (`standingFlags`): an emergency brings nobody
 * back into one that they had when their organisation was on it.
 */
export const holds = (relationship: string, flags: number): boolean => {
  const { onCase, reviewInScope, emergency } = standingFlags;
  return (flags & (relationship === 'elevated' ? emergency : onCase | reviewInScope)) !== 0;
};

const inDispute = (flags: number): boolean => (flags & standingFlags.disputed) !== 0;

/** Whether the view of a case waits for an operator. It is asked of every case alike, known or not. */
export const isParked = async (moment: Moment, caseId: CaseId): Promise<boolean> => {
  const parked = await moment
    .selectFrom('projection_parked')
    .leftJoin('case_group', 'case_group.group_id', 'projection_parked.parked_group')
    .where((eb) =>
      eb.or([eb('case_group.case_id', '=', caseId), eb('projection_parked.parked_group', '=', caseId)]),
    )
    .select('projection_parked.parked_group')
    .executeTakeFirst();
  return parked !== undefined;
};

/** The cases whose view waits for an operator. */
export const parkedCases = async (moment: Moment): Promise<ReadonlySet<CaseId>> => {
  const rows = await moment
    .selectFrom('projection_parked')
    .leftJoin('case_group', 'case_group.group_id', 'projection_parked.parked_group')
    .select(['projection_parked.parked_group', 'case_group.case_id'])
    .execute();
  return new Set(rows.flatMap(({ parked_group, case_id }) => [parked_group, case_id ?? parked_group]));
};
