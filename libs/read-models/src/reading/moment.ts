import type { Transaction } from 'kysely';
import type { Position } from '#event-store';
import type { CaseId, PersonId } from '#kernel';
import type { SharingPolicies, SharingPolicy } from '#sharing-policy';
import type { Reader } from '../api.js';
import { timelineProjectionName } from '../timeline/parked-groups-of-timeline.js';
import type { RelationshipKind } from '../timeline/row-change.js';
import { standingFlags } from '../timeline/standing.js';
import type { ReadPorts, ReadTables } from './ports.js';

export type Moment = Transaction<ReadTables>;

/** Asks everything of one moment of the view, so that one answer never mixes two. */
export const inOneMoment = <Answer>(
  { database }: ReadPorts,
  work: (moment: Moment) => Promise<Answer>,
): Promise<Answer> => database.transaction().execute(work);

/** Under what an answer is decided, and how far the view has come. */
export interface Ground {
  readonly position: Position | null;
  /** Null while no policy was adopted: then nobody gets anything. */
  readonly policy: SharingPolicy | null;
}

export const groundOf = async (moment: Moment, policies: SharingPolicies): Promise<Ground> => {
  const checkpoint = await moment
    .selectFrom('projection_checkpoint')
    .select('position')
    .where('projection', '=', timelineProjectionName)
    .executeTakeFirst();
  const inForce = await moment.selectFrom('policy_in_force').select('version').executeTakeFirst();
  const policy = inForce === undefined ? undefined : policies.byVersion(inForce.version);
  return { position: checkpoint?.position ?? null, policy: policy ?? null };
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
}

/** The cases that the organisation's timeline of a case shows; empty where it does not have the case. */
export const casesOfTimeline = async (
  moment: Moment,
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
  return withRelationships(moment, reader, rows);
};

interface CaseRow {
  readonly case_id: CaseId;
  readonly flags: number;
  readonly child_id: CaseId;
  readonly timeline_id: CaseId;
  readonly visible_from: string;
}

/**
 * Who works with the child on one of its cases works with it on all of them, and looks from them at a case in dispute.
 */
export const withRelationships = async (
  moment: Moment,
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
    .select(['case.child_id', 'case.timeline_id', 'case.flags'])
    .select(['relationship.person', 'relationship.relationship'])
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
          (one.flags & (standingFlags.onCase | standingFlags.reviewInScope)) !== 0,
      )
      .map(({ person, relationship }) => ({ person, kind: relationship as RelationshipKind })),
  }));
};

const inDispute = (flags: number): boolean => (flags & standingFlags.disputed) !== 0;

/** Whether the view of a case waits for an operator. It is asked of every case alike, known or not. */
export const isParked = async (moment: Moment, caseId: CaseId): Promise<boolean> => {
  const parked = await moment
    .selectFrom('projection_parked')
    .leftJoin('case_group', 'case_group.group_id', 'projection_parked.parked_group')
    .where('projection_parked.projection', '=', timelineProjectionName)
    .where((eb) =>
      eb.or([eb('case_group.case_id', '=', caseId), eb('projection_parked.parked_group', '=', caseId)]),
    )
    .select('projection_parked.parked_group')
    .executeTakeFirst();
  return parked !== undefined;
};
