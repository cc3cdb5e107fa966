import { categoryOf, gradeOf } from '#casework';
import { isPosition, type Position } from '#event-store';
import type { OrganisationId } from '#kernel';
import type { Entry } from '#read-models';
import type { Tokens } from '#sealing';
import { positionToken, sealed } from '../access/cursors.js';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';

interface Presenting {
  readonly directory: OrganisationNames;
  readonly tokens: Tokens;
}

/** A place in the log leaves only as a token of the organisation: the difference of two counts what is hidden between them. */
const withoutPlaces = (details: Entry['details'], token: (place: Position) => string): Entry['details'] =>
  Object.fromEntries(
    Object.entries(details).map(([name, value]) => [name, isPosition(value) ? token(value) : value]),
  );

/** An entry as the schema has it: the details beside what every entry has. */
export const presentEntry =
  ({ directory, tokens }: Presenting, organisation: OrganisationId) =>
  (entry: Entry) => ({
    ...withoutPlaces(entry.details, (place) => sealed(tokens, positionToken, organisation, place)),
    eventId: entry.eventId,
    caseId: entry.caseId,
    level: entry.level,
    type: entry.type,
    kindOfWork: entry.kindOfWork,
    occurred: entry.occurred,
    recordedAt: entry.recordedAt,
    lawfulBasis: entry.lawfulBasis,
    recordedBy: presentOrganisation(directory, entry.organisation),
    relations: entry.relations,
    marks: entry.marks,
    withheld: entry.withheld.map(({ part, reason }) => ({
      category: categoryOf(part),
      grade: gradeOf(part),
      reason,
    })),
    // Of stubs alone: a type of event may have a detail of this name.
    ...(entry.contactPoint && {
      contactPoint: {
        ...entry.contactPoint,
        organisation: presentOrganisation(directory, entry.contactPoint.organisation),
      },
    }),
    visibleFrom: entry.visibleFrom,
    policyVersion: entry.policyVersion,
  });
