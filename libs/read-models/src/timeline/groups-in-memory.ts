import type { Transaction } from 'kysely';
import type { EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, OrganisationId } from '#kernel';
import { given } from './given.js';
import { emptyGroup, mergeGroups, type Group } from './group.js';
import { inRuns } from './insert-rows.js';
import { factsFromText } from './row.js';
import { casesWithin, saysScope } from './scopes-of-reviews.js';
import type { CaseGroupTable, TimelineTables } from './tables.js';
import { foldOnly } from './take-event.js';
import { standingsOf } from './standing.js';

type Reading = Transaction<TimelineTables>;

/** A group with its name: the first, by id, of its cases. */
export interface NamedGroup {
  readonly id: CaseId;
  readonly group: Group;
}

/**
 * The groups that were used lately, up to a number of events; others are folded again from the ledger when they are
 * needed, and what their organisations have is read from the tables. What is pending must be written before one is
 * loaded.
 */
export const groupsInMemory = (mostEvents: number) => {
  // A Map keeps the order of insertion, so the first is the one that was used the longest ago.
  const groups = new Map<CaseId, Group>();
  const groupOf = new Map<CaseId, CaseId>();
  const firstPositions = new Map<CaseId, Position>();
  const sizes = new Map<CaseId, number>();
  let events = 0;

  const put = (id: CaseId, group: Group) => {
    groups.set(id, group);
    sizes.set(id, group.entries.length);
    events += group.entries.length;
    for (const caseId of group.cases.keys()) groupOf.set(caseId, id);
  };

  const drop = (id: CaseId) => {
    const group = groups.get(id);
    if (group === undefined) return;
    groups.delete(id);
    events -= sizes.get(id) ?? 0;
    sizes.delete(id);
    for (const caseId of group.cases.keys()) {
      groupOf.delete(caseId);
      firstPositions.delete(caseId);
    }
  };

  const used = (id: CaseId) => {
    const group = groups.get(id)!;
    groups.delete(id);
    groups.set(id, group);
  };

  const load = async (reading: Reading, id: CaseId, cases: readonly CaseGroupTable[]): Promise<void> => {
    const group = await loadGroup(
      reading,
      cases.map(({ case_id }) => case_id),
    );
    for (const { case_id, first_position } of cases) firstPositions.set(case_id, first_position);
    put(id, group);
  };

  return {
    /** The group of a case, if it is in memory. */
    get: (caseId: CaseId): NamedGroup | undefined => {
      const id = groupOf.get(caseId);
      const group = id === undefined ? undefined : groups.get(id);
      return id === undefined || group === undefined ? undefined : { id, group };
    },
    /** Brings the groups of these cases into memory; a case without events so far gets none. */
    load: async (reading: Reading, cases: Iterable<CaseId>): Promise<void> => {
      const missing: CaseId[] = [];
      for (const caseId of new Set(cases)) {
        const id = groupOf.get(caseId);
        if (id === undefined) missing.push(caseId);
        else used(id);
      }
      for (const [id, members] of await membersOf(reading, missing)) await load(reading, id, members);
    },
    /** Makes one group of those of some cases, and names it. Cases that have none begin one. */
    together: (cases: readonly CaseId[], position: Position): NamedGroup & { changed: CaseGroupTable[] } => {
      const only = cases.length === 1 ? groupOf.get(cases[0]!) : undefined;
      if (only !== undefined) return { id: only, group: groups.get(only)!, changed: [] };
      const ids = [...new Set(cases.map((id) => groupOf.get(id)).filter((id) => id !== undefined))];
      const found = ids.map((id) => groups.get(id)!);
      const fresh = cases.filter((id) => !groupOf.has(id));
      const group = found.length === 0 ? emptyGroup() : mergeGroups(found);
      const members = [...new Set([...found.flatMap(({ cases: of }) => [...of.keys()]), ...cases])];
      const id = members.reduce((a, b) => (a < b ? a : b));
      if (fresh.length === 0 && ids.length === 1 && ids[0] === id) return { id, group, changed: [] };
      const positions = new Map(members.map((one) => [one, firstPositions.get(one) ?? position]));
      for (const one of ids) drop(one);
      put(id, group);
      for (const one of members) {
        groupOf.set(one, id);
        firstPositions.set(one, positions.get(one)!);
      }
      const changed = members.map((case_id) => ({
        case_id,
        group_id: id,
        first_position: positions.get(case_id)!,
      }));
      return { id, group, changed };
    },
    /** Counts an event that was added to a group in memory. */
    grown: (id: CaseId): void => {
      sizes.set(id, (sizes.get(id) ?? 0) + 1);
      events += 1;
    },
    drop,
    /** Lets go of the groups used the longest ago, until few enough events are held. */
    evict: (): void => {
      for (const id of groups.keys()) {
        if (events <= mostEvents) return;
        drop(id);
      }
    },
    clear: (): void => {
      groups.clear();
      groupOf.clear();
      firstPositions.clear();
      sizes.clear();
      events = 0;
    },
  };
};

export type GroupsInMemory = ReturnType<typeof groupsInMemory>;

/** The cases of each group to which one of these cases belongs. */
const membersOf = async (
  reading: Reading,
  cases: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, readonly CaseGroupTable[]>> => {
  const found = new Map<CaseId, CaseGroupTable[]>();
  for (const run of inRuns(cases)) {
    const rows = await reading
      .selectFrom('case_group as asked')
      .innerJoin('case_group as member', 'member.group_id', 'asked.group_id')
      .where('asked.case_id', 'in', run)
      .select(['member.case_id', 'member.group_id', 'member.first_position'])
      .distinct()
      .orderBy('member.first_position')
      .execute();
    for (const row of rows) {
      const members = found.get(row.group_id) ?? [];
      if (!members.some(({ case_id }) => case_id === row.case_id)) members.push(row);
      found.set(row.group_id, members);
    }
  }
  return found;
};

const loadGroup = async (reading: Reading, cases: readonly CaseId[]): Promise<Group> => {
  // Events of cases that were not yet named together did not know of one another, so groups grow here as they did then.
  const grown = new Map<CaseId, Group>();
  const together = (named: readonly CaseId[]): Group => {
    const found = new Set(named.map((id) => grown.get(id)).filter((group) => group !== undefined));
    const group = found.size === 0 ? emptyGroup() : mergeGroups([...found]);
    if (found.size !== 1) for (const id of [...named, ...group.cases.keys()]) grown.set(id, group);
    else for (const id of named) grown.set(id, group);
    return group;
  };
  const scopes = new Map<string, readonly CaseId[]>();
  for (const { position, header: text } of await headersOf(reading, cases)) {
    const header = JSON.parse(text) as EventHeader;
    const about = casesWithin(scopes, header);
    if (saysScope(header)) scopes.set(header.stream, about);
    foldOnly(together(about), header, position);
  }
  const group = together(cases);
  group.reunited = [];
  for (const caseId of cases) if (!group.cases.has(caseId)) throw new GroupNotInLedger();
  group.standings = standingsOf(group);
  for (const run of inRuns(cases)) await loadCases(reading, group, run);
  await loadRows(reading, group);
  return group;
};

/** The headers of a group that were taken in, in log order. */
const headersOf = (reading: Reading, cases: readonly CaseId[]) =>
  reading
    .selectFrom('ledger')
    .select(['position', 'header'])
    .where('case_id', 'in', [...cases])
    .where('waits_for', 'is', null)
    .orderBy('position')
    .execute();

/** The tables contradict one another: a case has a group and no events. */
export class GroupNotInLedger extends Error {
  override readonly name = 'GroupNotInLedger';

  constructor() {
    super('A case stands in the list of groups and not in the ledger.');
  }
}

const loadCases = async (reading: Reading, group: Group, cases: CaseId[]): Promise<void> => {
  const listed = await reading.selectFrom('agency_case').selectAll().where('case_id', 'in', cases).execute();
  for (const { organisation, case_id, flags, child_id, timeline_id, visible_from } of listed) {
    const agencies = group.agencyCases.get(case_id) ?? new Map<string, never>();
    const listing = { flags, child: child_id, timeline: timeline_id, visibleFrom: visible_from };
    group.agencyCases.set(case_id, new Map([...agencies, [organisation, listing]]));
  }
};

/**
 * What the organisations have: each lists every case of which it has something. They are found by the key of their table,
 * because its index by case is only made when a build is full.
 */
const loadRows = async (reading: Reading, group: Group): Promise<void> => {
  const organisations = new Set([...group.agencyCases.values()].flatMap((listed) => [...listed.keys()]));
  const positions = group.entries.map(({ position }) => position);
  for (const organisation of organisations) {
    for (const run of inRuns(positions)) await loadRowsOf(reading, group, organisation, run);
  }
};

const loadRowsOf = async (
  reading: Reading,
  group: Group,
  organisation: OrganisationId,
  positions: Position[],
): Promise<void> => {
  const rows = await reading
    .selectFrom('agency_event')
    .select([
      'event_id',
      'case_id',
      'sequence',
      'digest',
      'cause_id',
      'given',
      'visible_from',
      'policy_version',
      'facts',
    ])
    .where('organisation', '=', organisation)
    .where('position', 'in', positions)
    .execute();
  for (const row of rows) {
    group.byId.get(row.event_id)?.rows.set(organisation, {
      given: given(row.given),
      caseId: row.case_id,
      sequence: row.sequence,
      digest: row.digest,
      visibleFrom: row.visible_from,
      cause: row.cause_id,
      policyVersion: row.policy_version,
      facts: factsFromText(row.facts),
    });
    const counts = group.rowCounts.get(row.case_id) ?? new Map<string, number>();
    group.rowCounts.set(row.case_id, counts.set(organisation, (counts.get(organisation) ?? 0) + 1));
  }
};
