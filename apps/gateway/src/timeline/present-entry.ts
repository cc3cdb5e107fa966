import { categoryOf, gradeOf } from '#casework';
import type { Entry } from '#read-models';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';

/** An entry as the schema has it: the details beside what every entry has. */
export const presentEntry = (directory: OrganisationNames) => (entry: Entry) => ({
  ...entry.details,
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
