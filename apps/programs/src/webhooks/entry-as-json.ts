import { categoryOf, declarationOf, gradeOf, noParts, partName, partSet, type PartSet } from '#casework';
import { isPosition } from '#event-store';
import type { Directory } from '#identity';
import type { Json, OrganisationId } from '#kernel';
import type { Entry, SelectedParts } from '#read-models';
import type { Tokens } from '#sealing';

export interface PresentingEntries {
  readonly directory: Pick<Directory, 'organisation'>;
  readonly tokens: Tokens;
}

const known = new Map<string, PartSet>();

/** Every part of a type. */
const everyPartOf = (type: string): PartSet => {
  const before = known.get(type);
  if (before !== undefined) return before;
  const fields = Object.values(declarationOf(type)?.fields ?? {});
  const parts = partSet(fields.map(({ category, grade }) => partName(category, grade)));
  known.set(type, parts);
  return parts;
};

/** The parts that are told of an entry, and so recorded as disclosed: all that may be had, or none. */
export const selectedPartsOf = (withDetails: boolean): SelectedParts =>
  withDetails ? everyPartOf : () => noParts;

/** An entry as JSON, for a reader of this organisation: the details by the published schema of their type and version. */
export const entryAsJson = (
  { directory, tokens }: PresentingEntries,
  audience: OrganisationId,
  entry: Entry,
): Json => {
  const named = (id: OrganisationId) => {
    const organisation = directory.organisation(id);
    return { id, name: organisation?.name ?? null, function: organisation?.function ?? null };
  };
  const details = Object.fromEntries(
    Object.entries(entry.details).map(([name, value]) => [
      name,
      // A place in the log leaves only as a token: the difference of two counts what is hidden between them.
      isPosition(value) ? tokens.seal({ audience, kind: 'position' }, value) : value,
    ]),
  );
  const { contactPoint } = entry;
  return JSON.parse(
    JSON.stringify({
      eventId: entry.eventId,
      caseId: entry.caseId,
      level: entry.level,
      type: entry.type,
      version: entry.version,
      kindOfWork: entry.kindOfWork,
      occurred: entry.occurred,
      recordedAt: entry.recordedAt,
      lawfulBasis: entry.lawfulBasis,
      recordedBy: named(entry.organisation),
      relations: entry.relations.map(({ kind, eventId }) => ({ kind, eventId })),
      marks: entry.marks.map(({ kind, by }) => ({ kind, by })),
      withheld: entry.withheld.map(({ part, reason }) => ({
        category: categoryOf(part),
        grade: gradeOf(part),
        reason,
      })),
      details,
      contactPoint: contactPoint && {
        organisation: named(contactPoint.organisation),
        name: contactPoint.name,
        reach: contactPoint.reach,
      },
      visibleFrom: entry.visibleFrom,
      policyVersion: entry.policyVersion,
    }),
  ) as Json;
};
