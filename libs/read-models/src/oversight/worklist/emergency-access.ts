import type { Transaction } from 'kysely';
import type { CaseId, OrganisationId, PersonId } from '#kernel';
import type { EmergencyAccessFacts } from '#sharing-policy';
import type { BuildTables } from '#projections';
import type { CaseTouch } from '../../api.js';
import type { WorklistKind } from '../api.js';
import { standingFlags } from '../../timeline/standing.js';
import type { TimelineTables } from '../../timeline/tables.js';
import { emergencyAccessFacts } from '../emergency-access.js';
import type { OversightAt } from '../oversight-at.js';
import type { OversightTables } from '../tables.js';
import type { After } from './place.js';
import type { Candidate, SeenItem, WorklistGround, WorklistSource } from './source.js';

interface Grant extends Candidate {
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly caseId: CaseId;
  readonly openedAt: string;
  /** The reader's organisation is responsible for the child. */
  readonly responsible: boolean;
}

type Tables = Transaction<TimelineTables & BuildTables & OversightTables>;

/**
 * Emergency access that nobody has reviewed yet: of the reader's organisation, or to a child whom that knows.
 * There are never many: each is reviewed in some days, or nobody there may open another.
 */
const unreviewed = async (
  { moment, reader, current }: WorklistGround,
  { namespace }: OversightAt,
  toReview: boolean,
  { at, id }: After,
  most: number,
): Promise<readonly Grant[]> => {
  const { organisation } = reader.principal;
  let query = (moment as unknown as Tables)
    // Of another namespace than the rest: the two are read at one moment, and joined where they stand.
    .selectFrom(`${namespace}.emergency_access as grant` as 'emergency_access as grant')
    .leftJoin('agency_case as case', (join) =>
      join.onRef('case.case_id', '=', 'grant.case_id').on('case.organisation', '=', organisation),
    )
    .where('grant.reviewed_at', 'is', null)
    .select(['grant.grant_id', 'grant.organisation', 'grant.person', 'grant.case_id'])
    .select(['grant.opened_at', 'grant.review_due', 'case.flags'])
    .orderBy('grant.review_due')
    .orderBy('grant.grant_id')
    .limit(most);
  // What is still open cannot be judged yet.
  query = toReview
    ? query
        .where('grant.organisation', '=', organisation)
        .where((eb) => eb.or([eb('grant.ended_at', 'is not', null), eb('grant.until', '<=', current)]))
    : query.where((eb) =>
        eb.or([eb('grant.organisation', '=', organisation), eb('case.case_id', 'is not', null)]),
      );
  query =
    id === null
      ? query.where('grant.review_due', '>', at)
      : query
          .where('grant.review_due', '>=', at)
          .where((eb) => eb.or([eb('grant.review_due', '>', at), eb('grant.grant_id', '>', id)]));
  return (await query.execute()).map((row) => ({
    at: row.review_due,
    id: row.grant_id,
    organisation: row.organisation,
    person: row.person,
    caseId: row.case_id,
    openedAt: row.opened_at,
    responsible: ((row.flags ?? 0) & standingFlags.responsible) !== 0,
  }));
};

/** What telling somebody of an emergency access discloses: that there is such a case, and who got into it. */
const touchOf = ({ ground }: WorklistGround, caseId: CaseId, decidedBy: readonly string[]): CaseTouch => ({
  asked: 'cases',
  caseId,
  outcome: 'given',
  caseKnown: true,
  events: [],
  asOf: null,
  whole: true,
  decidedBy,
  policyVersion: ground.policy?.version ?? null,
  viewPosition: ground.position,
});

/** The unreviewed ones of a kind: those with which policy lets this reader do that, and that concern the reader. */
const sourceOf = (
  within: WorklistGround,
  view: OversightAt,
  { kind, act, concerns }: Handling,
): WorklistSource => ({
  kind,
  next: async (after, most) => {
    const candidates = await unreviewed(within, view, act === 'review', after, most);
    const seen = candidates.flatMap((grant): readonly SeenItem[] => {
      const { at, id, organisation, person, caseId } = grant;
      const facts = emergencyAccessFacts(within.reader, within.ports.directory, grant, grant.responsible);
      const decision = within.ground.policy?.mayHandleEmergencyAccess(act, facts);
      if (decision?.allowed !== true || !concerns(facts)) return [];
      const item: SeenItem = {
        ...{ at, id, touched: null },
        touch: touchOf(within, caseId, decision.decidedBy),
        item: () => ({
          ...{ kind, caseId, eventId: null, grantId: id, organisation, person },
          since: grant.openedAt,
          due: at,
          overdue: at < within.now,
          duty: null,
        }),
      };
      return [item];
    });
    return { candidates, seen };
  },
});

interface Handling {
  readonly kind: WorklistKind;
  readonly act: 'know-of' | 'review';
  readonly concerns: (facts: EmergencyAccessFacts) => boolean;
}

/** Emergency access to a child for whom the reader's organisation is responsible, or of somebody whom the reader supervises. */
export const emergencyAccessToKnowOf = (within: WorklistGround, view: OversightAt): WorklistSource =>
  sourceOf(within, view, {
    kind: 'emergency-access-to-know-of',
    act: 'know-of',
    concerns: ({ holder, responsibleAuthority, supervisesHolder }) =>
      !holder && (responsibleAuthority || supervisesHolder),
  });

/** Emergency access of others of the reader's organisation that this reader may judge. */
export const emergencyAccessToReview = (within: WorklistGround, view: OversightAt): WorklistSource =>
  sourceOf(within, view, {
    kind: 'emergency-access-to-review',
    act: 'review',
    concerns: () => true,
  });
