import { withoutTimes } from '#kernel';
import { declarationOf } from '#casework';
import type { Directory } from '#identity';
import type { Entry } from '../api.js';
import type { VisibleEntry } from './entry-rows.js';
import type { RelationsOfEntry } from './relations-of-entries.js';

/** An entry as it is answered; what is not told at its level is null. */
export const entryAnswer = (
  { row, told }: VisibleEntry,
  { relations, marks }: RelationsOfEntry,
  details: Readonly<Record<string, unknown>>,
  directory: Directory,
): Entry => {
  const stub = told.level === 'stub';
  const organisation = directory.organisation(row.header.organisation);
  const type = stub ? null : row.type;
  return {
    eventId: row.event_id,
    caseId: row.case_id,
    level: told.level,
    type,
    version: type === null ? null : (declarationOf(type)?.version ?? row.header.version),
    occurred: stub ? withoutTimes(row.header.occurred) : row.header.occurred,
    recordedAt: stub ? null : row.header.recordedAt,
    lawfulBasis: stub ? null : row.header.lawfulBasis,
    organisation: row.header.organisation,
    kindOfWork: row.header.kindOfWork,
    relations,
    marks,
    details,
    withheld: told.withheld,
    contactPoint: stub
      ? {
          organisation: row.header.organisation,
          name: organisation?.name ?? row.header.organisation,
          reach: organisation?.contactPoint ?? null,
        }
      : null,
    visibleFrom: row.visible_from,
    policyVersion: row.policy_version,
  };
};
