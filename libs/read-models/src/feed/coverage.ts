import { createHash } from 'node:crypto';
import type { Directory } from '#identity';
import { canonicalJson, type CaseId, type Instant } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import type { Reader } from '../api.js';
import { casesOfTimeline, withRelationships, type KnownCase, type Moment } from '../reading/moment.js';
import { narrowFor, relatedNow, type Narrow } from '../reading/narrow-for-a-person.js';
import type { RelatedTo } from '../reading/person-facts.js';
import type { FeedQuery } from './api.js';

/** What decides the share of a subscriber at one moment, besides the entries themselves. */
export interface Coverage {
  /** Null where every case of the organisation is followed. */
  readonly cases: ReadonlyMap<CaseId, KnownCase> | null;
  readonly policy: SharingPolicy | null;
  /** The same while nothing about the subscriber changes that could change what they may see of an entry. */
  readonly standing: string;
  /** How the subscriber is related to the cases: a team that changes may end that, and the directory knows only what is now. */
  readonly related: ReadonlyMap<CaseId, RelatedTo>;
  /** The ways in which the subscriber is related to the children, one by one: who loses one reads no more by it. */
  readonly relatedBy: ReadonlySet<string>;
}

const mark = (value: Parameters<typeof canonicalJson>[0]): string =>
  createHash('sha256').update(canonicalJson(value)).digest('base64url').slice(0, 10);

/** The same for the same person who asks for the same for the same purpose. */
export const subscriberMark = (
  { principal, purpose }: Reader,
  { cases, types }: Pick<FeedQuery, 'cases' | 'types'>,
): string =>
  mark([
    ...[principal.organisation, principal.person, principal.role, purpose],
    cases === null ? null : [...cases].sort(),
    types === null ? null : [...types].sort(),
  ]);

/** An agency's own software is nobody's worker: what it has changes with the agency's view alone, and `neverTo` stands in that. */
export const isSoftware = ({ principal }: Reader): boolean => principal.role === 'system';

const noRelations: ReadonlySet<string> = new Set();

const waysOfBeingRelated = [
  'allocated',
  'investigating',
  'guardian',
  'reviewing',
  'elevated',
  'supervising',
] as const;

/** How a subscriber stands now to what they follow. */
export const coverageAt = async (
  moment: Moment,
  now: Instant,
  reader: Reader,
  policy: SharingPolicy | null,
  directory: Directory,
  named: readonly CaseId[] | null,
): Promise<Coverage> => {
  if (named === null)
    return { cases: null, policy, standing: 'all', related: new Map(), relatedBy: noRelations };
  const cases = new Map<CaseId, KnownCase>();
  for (const id of named)
    for (const kase of await casesOfTimeline(moment, { now }, reader, id)) cases.set(kase.caseId, kase);
  const relatedTo = relatedNow(reader, directory, [...cases.values()]);
  const relatedBy = new Set<string>();
  const standings = [...cases.values()]
    .sort((a, b) => (a.caseId < b.caseId ? -1 : 1))
    .map((kase) => {
      if (isSoftware(reader)) return [kase.caseId];
      const facts = relatedTo.get(kase.caseId)!;
      const related = waysOfBeingRelated.filter((way) => facts[way]);
      for (const way of related) relatedBy.add(`${kase.caseId} ${way}`);
      const through = kase.relationships
        .filter(({ person }) => person === reader.principal.person)
        .map(({ kind, through: by }) => `${kind} ${by}`);
      return [kase.caseId, kase.flags, related, through.sort()];
    });
  const under = isSoftware(reader) ? null : (policy?.version ?? null);
  return { cases, policy, standing: mark([under, standings]), related: relatedTo, relatedBy };
};

/** The cases of these rows, with those that their timelines show: what is needed to narrow rows of any case. */
export const casesAround = async (
  moment: Moment,
  now: Instant,
  reader: Reader,
  cases: readonly CaseId[],
): Promise<readonly KnownCase[]> => {
  if (cases.length === 0) return [];
  const { organisation } = reader.principal;
  const rows = await moment
    .selectFrom('agency_case as asked')
    .innerJoin('agency_case as shown', (join) =>
      join
        .onRef('shown.organisation', '=', 'asked.organisation')
        .onRef('shown.timeline_id', '=', 'asked.timeline_id'),
    )
    .where('asked.organisation', '=', organisation)
    .where('asked.case_id', 'in', [...cases])
    .select(['shown.case_id', 'shown.flags', 'shown.child_id', 'shown.timeline_id', 'shown.visible_from'])
    .distinct()
    .execute();
  return withRelationships(moment, now, reader, rows);
};

/** Narrows rows of cases that are followed; of every other case nothing is given. */
export const narrowWithin = (
  reader: Reader,
  { cases, policy }: Pick<Coverage, 'cases' | 'policy'>,
  directory: Directory,
  known: readonly KnownCase[],
  related?: ReadonlyMap<CaseId, RelatedTo>,
): Narrow => {
  if (policy === null) return () => null;
  const narrow = narrowFor(reader, policy, directory, known, related);
  return (row) => (cases === null || cases.has(row.case_id) ? narrow(row) : null);
};
