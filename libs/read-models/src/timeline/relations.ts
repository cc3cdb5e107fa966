import type { Relation, RelationKind } from '#casework';
import type { OrganisationId } from '#kernel';
import type { Entry } from './entry.js';
import type { Group } from './group.js';
import type { RowChange } from './row-change.js';

/** Relations that mark the event they name: told even by a stub, because a correction must reach whoever had the error. */
export const marks: ReadonlySet<RelationKind> = new Set(['corrects', 'withdraws']);

/** The relations of an event that an organisation is told of: only to events that it has. */
export const relationsToldTo = (
  group: Group,
  source: Entry,
  organisation: OrganisationId,
): readonly Relation[] => {
  const row = source.rows.get(organisation);
  if (row === undefined) return [];
  return source.relations.filter(
    ({ kind, event }) =>
      (row.given.level !== 'stub' || marks.has(kind)) && group.byId.get(event)?.rows.has(organisation),
  );
};

/** What changes in the relations told, after rows have come, gone or changed their level. */
export const changesOfRelations = (group: Group, changes: readonly RowChange[]): readonly RowChange[] => {
  const sources = new Map<Entry, Set<OrganisationId>>();
  const add = (source: Entry, organisation: OrganisationId) => {
    const organisations = sources.get(source);
    if (organisations === undefined) sources.set(source, new Set([organisation]));
    else organisations.add(organisation);
  };
  for (const change of changes) {
    if (change.kind !== 'published' && change.kind !== 'ended') continue;
    const { entry, organisation } = change;
    if (entry.relations.length > 0) add(entry, organisation);
    for (const source of group.namedBy.get(entry.id) ?? []) add(source, organisation);
  }
  for (const source of group.reunited)
    for (const organisation of source.rows.keys()) add(source, organisation);
  group.reunited = [];
  const told: RowChange[] = [];
  for (const [source, organisations] of sources) {
    for (const organisation of organisations) {
      const relations = relationsToldTo(group, source, organisation);
      told.push({ kind: 'related', organisation, source: source.id, relations });
    }
  }
  return told;
};
