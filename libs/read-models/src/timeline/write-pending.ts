import { sql, type Transaction } from 'kysely';
import type { EventHeader, PartSet } from '#casework';
import type { Position } from '#event-store';
import type { EventId, OrganisationId } from '#kernel';
import type { SealedPart } from '#sealing';
import { inRuns, type InsertRows } from './insert-rows.js';
import { material, partsAsText, toldOfHeader, type Material } from './material.js';
import { beforeAll } from './number.js';
import type { Pending, Published } from './pending-changes.js';
import { factsAsText } from './row.js';
import {
  type AgencyCaseTable,
  type AgencyEventTable,
  type AgencyRelationTable,
  type TimelineTables,
} from './tables.js';
import type { View } from './view.js';

type Writing = Transaction<TimelineTables>;

/** Writes everything that is pending. */
export const writePending = async (
  writing: Writing,
  pending: Pending,
  view: View,
  insertRows: InsertRows,
): Promise<void> => {
  await insertRows(writing, 'ledger', pending.ledger);
  await writeCaseGroups(writing, pending, insertRows);
  await writeReviewScopes(writing, pending, insertRows);
  await insertRows(writing, 'agency_event_past', pending.past);
  await writeEvents(writing, pending, insertRows);
  await writeRelations(writing, pending, insertRows);
  await writeCases(writing, pending, insertRows);
  await writeRelationships(writing, pending);
  await writeSequences(writing, pending, view, insertRows);
  if (pending.policyAdopted === null) return;
  await writing.deleteFrom('policy_in_force').execute();
  await insertRows(writing, 'policy_in_force', [{ version: pending.policyAdopted }]);
};

const writeCaseGroups = async (
  writing: Writing,
  { caseGroups }: Pending,
  insertRows: InsertRows,
): Promise<void> => {
  const rows = [...caseGroups.values()];
  for (const run of inRuns(rows.map(({ case_id }) => case_id))) {
    await writing.deleteFrom('case_group').where('case_id', 'in', run).execute();
  }
  await insertRows(writing, 'case_group', rows);
};

const writeReviewScopes = async (
  writing: Writing,
  { reviewScopes }: Pending,
  insertRows: InsertRows,
): Promise<void> => {
  const rows = [...reviewScopes.values()];
  for (const run of inRuns(rows.map(({ review }) => review))) {
    await writing.deleteFrom('review_scope').where('review', 'in', run).execute();
  }
  await insertRows(writing, 'review_scope', rows);
};

const writeEvents = async (writing: Writing, pending: Pending, insertRows: InsertRows): Promise<void> => {
  const leaving = new Map<OrganisationId, Position[]>();
  const leave = (organisation: OrganisationId, position: Position) => {
    const positions = leaving.get(organisation);
    if (positions === undefined) leaving.set(organisation, [position]);
    else positions.push(position);
  };
  const wanted = new Set<Position>();
  for (const change of pending.events.values()) {
    if (change.now === 'gone') leave(change.organisation, change.position);
    if (change.now !== 'had') continue;
    const { entry, organisation } = change.had;
    if (change.mayBeThere) leave(organisation, entry.position);
    if (!pending.materials.has(entry.id)) wanted.add(entry.position);
  }
  for (const [organisation, positions] of leaving) {
    for (const run of inRuns(positions)) {
      await writing
        .deleteFrom('agency_event')
        .where('organisation', '=', organisation)
        .where('position', 'in', run)
        .execute();
    }
  }
  await fetchMaterials(writing, [...wanted], pending.materials);
  const rows: AgencyEventTable[] = [];
  const texts = new Map<Material, TextsOfEvent>();
  for (const change of pending.events.values()) {
    if (change.now === 'had') rows.push(agencyEvent(change.had, pending.materials, texts));
  }
  await insertRows(writing, 'agency_event', rows);
};

/** The texts of an event for columns: its header, its stub, and its parts by which of them are handed over. */
type TextsOfEvent = Map<string | PartSet, string>;

const agencyEvent = (
  { entry, organisation, row }: Published,
  materials: ReadonlyMap<EventId, Material>,
  texts: Map<Material, TextsOfEvent>,
): AgencyEventTable => {
  const from = materials.get(entry.id);
  if (from === undefined) throw new RangeError('A row cannot be made of an event that is not in the ledger.');
  const { given } = row;
  const stub = given.level === 'stub';
  // Most organisations have the same of an event, so its texts are made once.
  const made: TextsOfEvent = texts.get(from) ?? new Map<string, string>();
  texts.set(from, made);
  const text = (of: string | PartSet, make: () => string): string => {
    const known = made.get(of);
    if (known !== undefined) return known;
    const fresh = make();
    made.set(of, fresh);
    return fresh;
  };
  return {
    organisation,
    position: from.position,
    event_id: entry.id,
    case_id: row.caseId,
    occurred_earliest: from.occurredEarliest,
    sequence: row.sequence,
    digest: row.digest,
    cause_id: row.cause,
    given: given.text,
    visible_from: row.visibleFrom,
    policy_version: row.policyVersion,
    facts: factsAsText(row.facts),
    type: stub ? null : from.header.type,
    header: text(stub ? 'stub' : 'header', () => JSON.stringify(toldOfHeader(from, stub))),
    parts: given.handed === 0 ? '[]' : text(given.handed, () => partsAsText(from, given.handed)),
  };
};

/** Reads events back from the ledger: an organisation is given what it did not have. */
const fetchMaterials = async (
  writing: Writing,
  positions: readonly Position[],
  materials: Map<EventId, Material>,
): Promise<void> => {
  for (const run of inRuns(positions)) {
    const rows = await writing
      .selectFrom('ledger')
      .select(['position', 'header', 'parts'])
      .where('position', 'in', run)
      .execute();
    for (const { position, header: headerText, parts } of rows) {
      const header = JSON.parse(headerText) as EventHeader;
      materials.set(header.id, material(position, header, JSON.parse(parts) as SealedPart[]));
    }
  }
};

const writeRelations = async (
  writing: Writing,
  { relations }: Pending,
  insertRows: InsertRows,
): Promise<void> => {
  const rows: AgencyRelationTable[] = [];
  const sources = new Map<OrganisationId, EventId[]>();
  for (const { organisation, source, told } of relations.values()) {
    sources.set(organisation, [...(sources.get(organisation) ?? []), source]);
    const once = new Map(told.map((relation) => [`${relation.kind} ${relation.event}`, relation]));
    for (const { kind, event } of once.values()) {
      rows.push({ organisation, source_id: source, kind, target_id: event });
    }
  }
  for (const [organisation, ids] of sources) {
    for (const run of inRuns(ids)) {
      await writing
        .deleteFrom('agency_relation')
        .where('organisation', '=', organisation)
        .where('source_id', 'in', run)
        .execute();
    }
  }
  await insertRows(writing, 'agency_relation', rows);
};

const writeCases = async (writing: Writing, { cases }: Pending, insertRows: InsertRows): Promise<void> => {
  const rows: AgencyCaseTable[] = [];
  for (const { organisation, caseId, standing } of cases.values()) {
    if (standing === null) continue;
    rows.push({
      organisation,
      case_id: caseId,
      flags: standing.flags,
      child_id: standing.child,
      timeline_id: standing.timeline,
      visible_from: standing.visibleFrom,
    });
  }
  for (const run of inRuns([...cases.values()])) {
    const keys = run.map(({ organisation, caseId }) => sql`(${organisation}, ${caseId})`);
    await writing
      .deleteFrom('agency_case')
      .where((eb) => sql<boolean>`${eb.refTuple('organisation', 'case_id')} in (values ${sql.join(keys)})`)
      .execute();
  }
  await insertRows(writing, 'agency_case', rows);
};

const writeRelationships = async (writing: Writing, { relationships }: Pending): Promise<void> => {
  for (const change of relationships) {
    if (change.begins) {
      await writing.insertInto('agency_relationship').values(change.row).execute();
      continue;
    }
    const { organisation, case_id, person, relationship, through, until, until_position } = change.row;
    await writing
      .updateTable('agency_relationship')
      .set({ until, until_position })
      .where('organisation', '=', organisation)
      .where('case_id', '=', case_id)
      .where('person', '=', person)
      .where('relationship', '=', relationship)
      .where('through', '=', through)
      .where('until', 'is', null)
      .execute();
  }
};

const writeSequences = async (
  writing: Writing,
  { sequencesMoved }: Pending,
  view: View,
  insertRows: InsertRows,
): Promise<void> => {
  const organisations = [...new Set([...sequencesMoved, ...view.awaited])];
  for (const run of inRuns(organisations)) {
    await writing.deleteFrom('agency_sequence').where('organisation', 'in', run).execute();
  }
  await insertRows(
    writing,
    'agency_sequence',
    organisations.map((organisation) => {
      const { number: last_number, digest } = view.sequences.get(organisation) ?? beforeAll;
      return { organisation, last_number, digest, awaited: view.awaited.has(organisation) ? 1 : 0 };
    }),
  );
};
