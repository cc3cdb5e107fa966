import type { Transaction } from 'kysely';
import type { EventHeader } from '#casework';
import type { EventId, OrganisationId } from '#kernel';
import type { SealedPart } from '#sealing';
import { inRuns, insertRows } from './insert-rows.js';
import { material, partsAsText, type Material } from './material.js';
import type { Pending, Published } from './pending-changes.js';
import type { FactsOfEvent } from './row.js';
import {
  type AgencyCaseTable,
  type AgencyEventTable,
  type AgencyRelationTable,
  type TimelineTables,
} from './tables.js';
import type { View } from './view.js';

type Writing = Transaction<TimelineTables>;

/** Writes everything that is pending. */
export const writePending = async (writing: Writing, pending: Pending, view: View): Promise<void> => {
  await insertRows(writing, 'ledger', pending.ledger);
  await writeCaseGroups(writing, pending);
  await insertRows(writing, 'timeline_row', [...pending.rows.values()]);
  await writeEndings(writing, pending);
  await writeEvents(writing, pending);
  await writeRelations(writing, pending);
  await writeCases(writing, pending);
  await writeRelationships(writing, pending);
  await writeSequences(writing, pending, view);
  if (pending.policyAdopted === null) return;
  await writing.deleteFrom('policy_in_force').execute();
  await insertRows(writing, 'policy_in_force', [{ version: pending.policyAdopted }]);
};

const writeCaseGroups = async (writing: Writing, { caseGroups }: Pending): Promise<void> => {
  const rows = [...caseGroups.values()];
  for (const run of inRuns(rows.map(({ case_id }) => case_id))) {
    await writing.deleteFrom('case_group').where('case_id', 'in', run).execute();
  }
  await insertRows(writing, 'case_group', rows);
};

const writeEndings = async (writing: Writing, { endings }: Pending): Promise<void> => {
  for (const { organisation, sequence, ...ending } of endings) {
    await writing
      .updateTable('timeline_row')
      .set(ending)
      .where('organisation', '=', organisation)
      .where('sequence', '=', sequence)
      .execute();
  }
};

const factColumns = (facts: FactsOfEvent) => ({
  flags: facts.flags,
  disclosed: facts.disclosed,
  held: facts.held,
  not_for_immigration: facts.notForImmigration,
  never_to: facts.neverTo.length === 0 ? null : JSON.stringify(facts.neverTo),
});

const writeEvents = async (writing: Writing, pending: Pending): Promise<void> => {
  const leaving = new Map<OrganisationId, EventId[]>();
  const leave = (organisation: OrganisationId, id: EventId) => {
    const ids = leaving.get(organisation);
    if (ids === undefined) leaving.set(organisation, [id]);
    else ids.push(id);
  };
  const wanted = new Set<EventId>();
  for (const change of pending.events.values()) {
    if (change.now === 'gone') leave(change.organisation, change.eventId);
    if (change.now !== 'had') continue;
    const { entry, organisation } = change.had;
    if (change.mayBeThere) leave(organisation, entry.id);
    if (!pending.materials.has(entry.id)) wanted.add(entry.id);
  }
  for (const [organisation, ids] of leaving) {
    for (const run of inRuns(ids)) {
      await writing
        .deleteFrom('agency_event')
        .where('organisation', '=', organisation)
        .where('event_id', 'in', run)
        .execute();
    }
  }
  await fetchMaterials(writing, [...wanted], pending.materials);
  const rows: AgencyEventTable[] = [];
  const texts = new Map<string, string>();
  for (const change of pending.events.values()) {
    if (change.now === 'had') rows.push(agencyEvent(change.had, pending.materials, texts));
    if (change.now !== 'other-facts') continue;
    const { organisation, entry, caseId, facts } = change.change;
    await writing
      .updateTable('agency_event')
      .set({ case_id: caseId, ...factColumns(facts) })
      .where('organisation', '=', organisation)
      .where('event_id', '=', entry.id)
      .execute();
  }
  await insertRows(writing, 'agency_event', rows);
};

const agencyEvent = (
  had: Published,
  materials: ReadonlyMap<EventId, Material>,
  texts: Map<string, string>,
): AgencyEventTable => {
  const { entry, organisation, given, facts } = had;
  const from = materials.get(entry.id);
  if (from === undefined) throw new RangeError('A row cannot be made of an event that is not in the ledger.');
  const { header } = from;
  const stub = given.level === 'stub';
  return {
    organisation,
    event_id: entry.id,
    case_id: had.caseId,
    position: from.position,
    occurred_earliest: from.occurredEarliest,
    sequence: had.sequence,
    level: given.level,
    handed: given.handed,
    withheld: given.withheldText,
    visible_from: had.visibleFrom,
    policy_version: had.policyVersion,
    ...factColumns(facts),
    type: stub ? null : header.type,
    version: stub ? null : header.version,
    occurred: header.occurred,
    recorded_at: stub ? null : header.recordedAt,
    recorder: header.recordedBy.organisation,
    kind_of_work: from.kindOfWork,
    header_digest: given.handed === 0 ? null : from.headerDigest,
    parts: partsOfHad(had, from, texts),
  };
};

/** Most organisations have the same parts of an event, so their text is made once. */
const partsOfHad = ({ entry, given }: Published, from: Material, texts: Map<string, string>): string => {
  if (given.handed === 0) return '[]';
  const key = `${entry.id} ${given.handed}`;
  const known = texts.get(key);
  if (known !== undefined) return known;
  const text = partsAsText(from, given.handed);
  texts.set(key, text);
  return text;
};

/** Reads events back from the ledger: an organisation is given what it did not have. */
const fetchMaterials = async (
  writing: Writing,
  ids: readonly EventId[],
  materials: Map<EventId, Material>,
): Promise<void> => {
  for (const run of inRuns(ids)) {
    const rows = await writing
      .selectFrom('ledger')
      .select(['position', 'header', 'parts'])
      .where('event_id', 'in', run)
      .execute();
    for (const { position, header: headerText, parts } of rows) {
      const header = JSON.parse(headerText) as EventHeader;
      materials.set(header.id, material(position, header, JSON.parse(parts) as SealedPart[]));
    }
  }
};

const writeRelations = async (writing: Writing, { relations }: Pending): Promise<void> => {
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

const writeCases = async (writing: Writing, { cases }: Pending): Promise<void> => {
  const rows: AgencyCaseTable[] = [];
  for (const { organisation, caseId, standing } of cases.values()) {
    await writing
      .deleteFrom('agency_case')
      .where('organisation', '=', organisation)
      .where('case_id', '=', caseId)
      .execute();
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
  await insertRows(writing, 'agency_case', rows);
};

const writeRelationships = async (writing: Writing, { relationships }: Pending): Promise<void> => {
  for (const change of relationships) {
    if (change.begins) {
      await writing.insertInto('agency_relationship').values(change.row).execute();
      continue;
    }
    const { organisation, case_id, person, relationship, until } = change.row;
    await writing
      .updateTable('agency_relationship')
      .set({ until })
      .where('organisation', '=', organisation)
      .where('case_id', '=', case_id)
      .where('person', '=', person)
      .where('relationship', '=', relationship)
      .where('until', 'is', null)
      .execute();
  }
};

const writeSequences = async (writing: Writing, { sequencesMoved }: Pending, view: View): Promise<void> => {
  const organisations = [...new Set([...sequencesMoved, ...view.awaited])];
  for (const run of inRuns(organisations)) {
    await writing.deleteFrom('agency_sequence').where('organisation', 'in', run).execute();
  }
  await insertRows(
    writing,
    'agency_sequence',
    organisations.map((organisation) => ({
      organisation,
      last_number: view.sequences.get(organisation) ?? 0,
      awaited: view.awaited.has(organisation) ? 1 : 0,
    })),
  );
};
