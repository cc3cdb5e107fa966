import type { EventId, OrganisationId } from '#kernel';
import type { CaseState } from '../case-state.js';
import type { Circumstances, Proposal } from '../decision/proposal.js';
import { rule, type Rule } from '../decision/rule.js';
import type { RelationKind } from '../vocabulary/event-header.js';
import {
  DisclosureMade,
  DisclosureRefused,
  DisclosureRequested,
  DisclosureWithheld,
  HandlingChanged,
  RelianceRecorded,
} from './events.js';

const named = ({ relations }: Proposal, kind: RelationKind): readonly EventId[] =>
  relations.filter((relation) => relation.kind === kind).map(({ event }) => event);

const recordedBy = (
  organisation: OrganisationId,
  { known }: Circumstances<CaseState>,
  events: readonly EventId[],
): boolean => events.every((event) => known(event)?.recordedBy.organisation === organisation);

/** Whether an event is a request of whoever the answer is addressed to, made of whoever answers. */
const isRequestBetween = (
  { details, recorder }: Proposal,
  event: EventId,
  { known }: Circumstances<CaseState>,
): boolean => {
  const header = known(event);
  return (
    header?.type === DisclosureRequested.type &&
    header.concerns.askedOf === recorder.organisation &&
    header.recordedBy.organisation === (details.disclosedTo ?? details.refusedTo)
  );
};

const isForAnother = rule<CaseState>(
  'disclosure-is-between-organisations',
  [DisclosureRequested, DisclosureMade],
  'An organisation does not ask or tell itself.',
  (_kase, { details, recorder }) => ![details.askedOf, details.disclosedTo].includes(recorder.organisation),
);

/** Whoever received something in confidence must not pass it on; who holds it decides. */
const onlyTheHolderDiscloses = rule<CaseState>(
  'only-the-holder-discloses',
  [DisclosureMade],
  'An organisation discloses only what it recorded itself.',
  (_kase, proposal, circumstances) =>
    recordedBy(proposal.recorder.organisation, circumstances, named(proposal, 'discloses')),
);

const disclosureNamesParts = rule<CaseState>(
  'disclosure-names-parts',
  [DisclosureMade],
  'A disclosure names at least one part of the events that it discloses.',
  (_kase, { details }) => (details.partsDisclosed as readonly string[]).length > 0,
);

/** UK GDPR Article 5(2) and section 35 of the Data Protection Act 2018: who shares must be able to say on what basis. */
const disclosureHasALawfulBasis = rule<CaseState>(
  'disclosure-has-a-lawful-basis',
  [DisclosureMade],
  'A disclosure states its lawful basis.',
  (_kase, { lawfulBasis }) => lawfulBasis !== null,
);

/** A request that it does not answer must not look answered. */
const disclosureAnswersItsRequest = rule<CaseState>(
  'disclosure-answers-a-request',
  [DisclosureMade],
  'A disclosure names no request but one that the organisation it is made to made of this one.',
  (_kase, proposal, circumstances) =>
    named(proposal, 'about').every((event) => isRequestBetween(proposal, event, circumstances)),
);

/** A refusal stands against one request; it may also name the refuser's own events that stay refused. */
const refusalAnswersARequest = rule<CaseState>(
  'refusal-answers-a-request',
  [DisclosureRefused],
  'A refusal names a request that the organisation it is addressed to made of this one, and otherwise only events of its own.',
  (_kase, proposal, circumstances) => {
    const about = named(proposal, 'about');
    const requests = about.filter((event) => isRequestBetween(proposal, event, circumstances));
    const others = about.filter((event) => !requests.includes(event));
    return requests.length > 0 && recordedBy(proposal.recorder.organisation, circumstances, others);
  },
);

const onlyTheHolderWithholds = rule<CaseState>(
  'only-the-holder-withholds',
  [DisclosureWithheld],
  'An organisation withholds only what it recorded itself.',
  (_kase, proposal, circumstances) =>
    recordedBy(proposal.recorder.organisation, circumstances, named(proposal, 'about')),
);

/** What a guardian says of an event that is not its service's: nothing but which parts stay kept from immigration. */
const onlyReleases = ({ details }: Proposal): boolean =>
  details.covert === false &&
  details.releaseLimited === false &&
  [details.neverToOrganisations, details.neverToPeople].every(
    (list) => (list as readonly string[]).length === 0,
  );

/** Originator control: who recorded an event says how it must be handled. The guardian speaks for the child's account. */
const onlyTheRecorderChangesHandling = rule<CaseState>(
  'only-the-recorder-changes-handling',
  [HandlingChanged],
  "The handling of an event is changed by the organisation that recorded it; the child's guardian may release it from the caveat for immigration, and change nothing else.",
  (kase, proposal, circumstances) => {
    const { recorder } = proposal;
    const isGuardian = [kase, ...circumstances.linked].some(
      ({ people }) => people.guardian?.person === recorder.person,
    );
    return (
      recordedBy(recorder.organisation, circumstances, named(proposal, 'about')) ||
      (isGuardian && onlyReleases(proposal))
    );
  },
);

/** A list that does not apply would let its author believe that the event is kept from everyone else. */
const releaseListApplies = rule<CaseState>(
  'release-list-applies',
  [HandlingChanged],
  'Organisations are listed for release only where release is limited to them.',
  (_kase, { details }) =>
    details.releaseLimited === true || (details.releasableTo as readonly string[]).length === 0,
);

const restsOnAnother = rule<CaseState>(
  'reliance-is-on-another-event',
  [RelianceRecorded],
  'An event does not rest on itself.',
  (_kase, proposal) => {
    const about = named(proposal, 'about');
    return named(proposal, 'reliesOn').every((event) => !about.includes(event));
  },
);

export const sharingRules: readonly Rule<CaseState>[] = [
  isForAnother,
  onlyTheHolderDiscloses,
  disclosureNamesParts,
  disclosureHasALawfulBasis,
  disclosureAnswersItsRequest,
  refusalAnswersARequest,
  onlyTheHolderWithholds,
  onlyTheRecorderChangesHandling,
  releaseListApplies,
  restsOnAnother,
];
