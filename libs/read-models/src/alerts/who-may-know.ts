import type { AlertState, EventHeader } from '#casework';
import type { Directory } from '#identity';
import type { CaseId, EventId, Instant, OrganisationId } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import type { Reader } from '../api.js';
import { emergencyAccessFacts } from '../oversight/emergency-access.js';
import { holds, type KnownCase } from '../reading/moment.js';
import { narrowFor } from '../reading/narrow-for-a-person.js';
import { factsForOrganisation } from '../timeline/facts-for-an-organisation.js';
import { agencyCase } from '../timeline/cases-of-organisations.js';
import { relationshipsIn, type Relationship } from '../timeline/relationships.js';
import { factsAsText } from '../timeline/row.js';
import { standingFlags } from '../timeline/standing.js';
import { whatAnOrganisationMayHave, type MayHave } from '../timeline/what-an-organisation-may-have.js';
import type { CaseFromTheLog } from './case-from-the-log.js';

/** What is known beside the case itself. */
export interface AlertGround {
  readonly policy: SharingPolicy;
  readonly directory: Directory;
  readonly now: Instant;
}

/** Each policy is asked the same question once. */
const asked = new WeakMap<SharingPolicy, MayHave>();

const mayHave = (policy: SharingPolicy): MayHave => {
  const before = asked.get(policy);
  if (before !== undefined) return before;
  const fresh = whatAnOrganisationMayHave(policy);
  asked.set(policy, fresh);
  return fresh;
};

/** What the organisation has of an event, in the words of its view's rows; null where it has nothing, or a stub. */
const rowOf = (
  { policy, directory }: AlertGround,
  { group }: CaseFromTheLog,
  event: EventId,
  organisation: OrganisationId,
) => {
  const entry = group.byId.get(event);
  const agency = directory.functionOf(organisation);
  if (entry === undefined || agency === undefined) return null;
  const { ofCase, ofEvent, caseId } = factsForOrganisation(group, entry, organisation);
  const given = mayHave(policy)(agency, ofCase, ofEvent, entry.present);
  // A stub has no type, and an alert would tell it.
  return given === null || given.level === 'stub'
    ? null
    : { case_id: caseId, given: given.text, facts: factsAsText(ofEvent) };
};

/** Whether somebody of an organisation could know what an event is. */
export const organisationMayKnow = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  event: EventHeader,
  organisation: OrganisationId,
): boolean => rowOf(ground, kase, event.id, organisation) !== null;

/** Those of an organisation who work with the child of a case, on it or on one joined with it. */
export const relationshipsOf = (
  { now }: Pick<AlertGround, 'now'>,
  { group }: CaseFromTheLog,
  caseId: CaseId,
  organisation: OrganisationId,
): readonly Relationship[] => {
  const child = group.standings.get(caseId)?.child;
  return [...group.standings]
    .filter(([, standing]) => standing.child === child)
    .flatMap(([id, { organisations }]) =>
      [...relationshipsIn(group.cases.get(id)!).values()].filter(
        (one) =>
          one.organisation === organisation &&
          (one.endsAt === null || one.endsAt > now) &&
          holds(one.relationship, organisations.get(organisation) ?? 0),
      ),
    );
};

const knownCase = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  caseId: CaseId,
  organisation: OrganisationId,
): KnownCase | null => {
  const standing = agencyCase(kase.group, caseId, organisation, '');
  return (
    standing && {
      caseId,
      flags: standing.flags,
      child: standing.child,
      timeline: standing.timeline,
      visibleFrom: '',
      relationships: relationshipsOf(ground, kase, caseId, organisation).map(
        ({ person, relationship: kind, through }) => ({ person, kind, through }),
      ),
    }
  );
};

/** By which policies a person may know of something; null where they may not. */
export type Known = { readonly decidedBy: readonly string[] } | null;

const ofEmergencyAccess: ReadonlySet<string> = new Set(['emergency-access', 'overdue-emergency-review']);

/** An emergency access is no entry: policy is asked about it as it is for the worklist. */
const knowsOfGrant = (
  { policy, directory }: AlertGround,
  { grants, group, caseId }: CaseFromTheLog,
  reader: Reader,
  { kind, event }: NonNullable<AlertState['subject']>,
): Known => {
  const opened = grants.flat().find(({ id }) => id === event);
  const { organisation, grantedTo: person } = opened?.concerns ?? {};
  if (typeof organisation !== 'string' || typeof person !== 'string') return null;
  const standing = group.standings.get(caseId)?.organisations.get(reader.principal.organisation) ?? 0;
  const facts = emergencyAccessFacts(
    reader,
    directory,
    { organisation, person },
    (standing & standingFlags.responsible) !== 0,
  );
  if (facts.holder) return null;
  const act = kind === 'emergency-access' ? 'know-of' : 'review';
  const { allowed, decidedBy } = policy.mayHandleEmergencyAccess(act, facts);
  return allowed ? { decidedBy } : null;
};

/**
 * Whether a person may know of an alert, as the case is in the log now: what policy gives them of the event that it tells of,
 * more than that there is something. It never says more than a view that had taken in everything would.
 */
export const personMayKnow = (
  ground: AlertGround,
  kase: CaseFromTheLog,
  reader: Reader,
  { subject }: Pick<AlertState, 'subject'>,
): Known => {
  if (subject === null || subject.organisation !== reader.principal.organisation) return null;
  if (kase.mayNarrowUnread && subject.kind !== 'missing-child') return null;
  if (ofEmergencyAccess.has(subject.kind)) return knowsOfGrant(ground, kase, reader, subject);
  const row = rowOf(ground, kase, subject.event, subject.organisation);
  const known = row && knownCase(ground, kase, row.case_id, subject.organisation);
  if (row === null || known === null) return null;
  const narrowed = narrowFor(reader, ground.policy, ground.directory, [known])(row);
  return narrowed === null || narrowed.level === 'stub' ? null : { decidedBy: narrowed.decidedBy };
};
