import {
  answeringRoles,
  mattersOfCase,
  mattersOfGrant,
  type AlertSubject,
  type Matter,
  type WantedAlert,
} from '#casework';
import { derivedId, type OrganisationId } from '#kernel';
import { standingFlags } from '../timeline/standing.js';
import { audienceOf } from './audience.js';
import type { CaseFromTheLog } from './case-from-the-log.js';
import { organisationMayKnow, type AlertGround } from './who-may-know.js';

/** Of what an organisation is alerted to, and what still stands. */
export interface AlertsOfCase {
  /** By the ids of the alerts. */
  readonly wanted: ReadonlyMap<string, WantedAlert>;
  readonly stands: (subject: AlertSubject) => boolean;
}

/** Of the same event each organisation has an alert with an id of its own, which tells nothing of the others. */
const alertIdOf = ({ organisation, kind, event }: AlertSubject): string =>
  derivedId('alert', organisation, kind, event);

const onCase = ({ group, caseId }: CaseFromTheLog): ReadonlyMap<OrganisationId, number> =>
  group.standings.get(caseId)?.organisations ?? new Map();

/** Whom a matter is for. Enforcement, a board and the analysis centre are alerted to nothing: nobody there would act. */
const organisationsFor = (
  { directory }: AlertGround,
  kase: CaseFromTheLog,
  { grant, liesWith }: Matter,
): readonly OrganisationId[] => {
  const standings = [...onCase(kase)];
  const named = liesWith === null ? [] : [liesWith];
  const concerned =
    grant === null
      ? standings.filter(([, flags]) => (flags & standingFlags.onCase) !== 0).map(([id]) => id)
      : [
          ...standings.filter(([, flags]) => (flags & standingFlags.responsible) !== 0).map(([id]) => id),
          grant.organisation,
        ];
  return [...new Set(liesWith === null ? concerned : named)].filter((id) => {
    const agency = directory.functionOf(id);
    return agency !== undefined && answeringRoles[agency].length > 0;
  });
};

/** What an organisation is alerted to of a matter: the first event of it that it may have. */
const subjectFor = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  { kind, caseId, events, grant }: Matter,
  organisation: OrganisationId,
): AlertSubject | null => {
  const event =
    grant === null ? events.find((one) => organisationMayKnow(ground, kase, one, organisation)) : events[0];
  return event === undefined ? null : { organisation, caseId, kind, event: event.id };
};

/** What each organisation is to be alerted to of a case, as the log has it now. */
export const alertsOfCase = (ground: AlertGround, kase: CaseFromTheLog): AlertsOfCase => {
  const matters = [
    ...mattersOfCase(kase.caseId, kase.headers),
    // An emergency access to a case linked with this one is looked at there.
    ...kase.grants.flatMap(mattersOfGrant).filter(({ caseId }) => caseId === kase.caseId),
  ];
  const wanted = new Map<string, WantedAlert>();
  for (const matter of matters) {
    if (kase.mayNarrowUnread && matter.kind !== 'missing-child') continue;
    for (const organisation of organisationsFor(ground, kase, matter)) {
      const subject = subjectFor(ground, kase, matter, organisation);
      if (subject === null) continue;
      const audienceAt = audienceOf(ground, kase, matter, subject);
      wanted.set(alertIdOf(subject), { subject, from: matter.from, audienceAt });
    }
  }
  return {
    wanted,
    stands: ({ kind, event }) =>
      matters.some((matter) => matter.kind === kind && matter.events.some(({ id }) => id === event)),
  };
};
