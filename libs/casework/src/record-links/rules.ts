import type { CaseId } from '#kernel';
import type { CaseState } from '../case-state.js';
import type { Circumstances, Proposal } from '../decision/proposal.js';
import { rule, type Rule } from '../decision/rule.js';
import { leads } from '../people-on-the-case/state.js';
import { LinkDisputed, RecordLinked, RecordLinkProposed, RecordUnlinked } from './events.js';
import { casesIn, type LinkState } from './link-state.js';

type LinkRule = Rule<LinkState, CaseState>;
const linkRule = (...given: Parameters<typeof rule<LinkState, CaseState>>): LinkRule => rule(...given);

const leadsIt = (proposal: Proposal, { named }: Circumstances<CaseState>, id: CaseId): boolean => {
  const kase = named.get(id);
  return kase !== undefined && leads(kase.people, proposal.recorder.organisation);
};

/** First of all: whoever is on none of the cases must not learn from an answer that they exist or are alike. */
const organisationIsOnANamedCase = linkRule(
  'organisation-is-on-a-linked-case',
  [RecordLinkProposed, RecordLinked, LinkDisputed, RecordUnlinked],
  'The organisation is on none of these cases.',
  (_link, { details, recorder }, { named, linked }) =>
    [...casesIn(details, 'cases').map((id) => named.get(id)), ...linked].some((kase) =>
      kase?.people.organisations.has(recorder.organisation),
    ),
);

/**
 * Whether the other cases exist is not asked: a refusal would tell whoever tries out ids which of them are of a case. A
 * link with what is no case joins nothing, for nobody leads it who could agree.
 */
const linkNamesTwoCases = linkRule(
  'link-names-two-cases',
  [RecordLinkProposed, RecordLinked, LinkDisputed, RecordUnlinked],
  'A link names two cases or more, each once.',
  (_link, { details }) => {
    const cases = casesIn(details, 'cases');
    return cases.length >= 2 && new Set(cases).size === cases.length;
  },
);

/** What was agreed to must not change under those who agreed: another group of cases is another link. */
const linkKeepsItsCases = linkRule(
  'link-keeps-its-cases',
  [RecordLinkProposed, RecordLinked, LinkDisputed, RecordUnlinked],
  'The cases of a link are those that its first event named.',
  (link, { details }) => {
    const cases = casesIn(details, 'cases');
    return (
      link.cases.length === 0 ||
      (cases.length === link.cases.length && cases.every((id) => link.cases.includes(id)))
    );
  },
);

const linkBegins = linkRule(
  'link-begins',
  [LinkDisputed, RecordUnlinked, RecordLinkProposed],
  'A link begins with a proposal or with the agreement of a lead, and is proposed once.',
  (link, { declaration }) => (link.cases.length === 0) === (declaration.type === RecordLinkProposed.type),
);

const actsOnItsCases = linkRule(
  'action-is-on-a-case-of-the-link',
  [RecordLinked, LinkDisputed, RecordUnlinked],
  'The action names a case that the link does not, or that was taken out of it, or no case at all.',
  ({ takenOut }, { details }) => {
    const cases = casesIn(details, 'cases');
    const acted = ['agreedAsLead', 'agreedAsResponsibleAuthority', 'disputedFor', 'takenOut'].flatMap(
      (field) => casesIn(details, field),
    );
    return acted.length > 0 && acted.every((id) => cases.includes(id) && !takenOut.has(id));
  },
);

const leadAgrees = linkRule(
  'lead-agrees-to-a-link',
  [RecordLinked],
  'The organisation does not lead a case for which it agrees as lead.',
  (_link, proposal, circumstances) =>
    casesIn(proposal.details, 'agreedAsLead').every((id) => leadsIt(proposal, circumstances, id)),
);

/**
 * A joined case opens to the authority at once, so it must have come by the case honestly: ids stand in letters, notes
 * and other records. Asked before anything else of that case, so that trying ids tells nothing of them.
 */
const authorityKnowsTheCase = linkRule(
  'authority-was-told-of-the-case-it-agrees-for',
  [RecordLinked],
  'An authority agrees for the case of another only where it is on that case, was told of it, or an organisation on it proposed the link: to know its id is not enough.',
  ({ proposedBy }, { details, recorder }, { named }) =>
    casesIn(details, 'agreedAsResponsibleAuthority').every((id) => {
      const people = named.get(id)?.people;
      if (people === undefined) return false;
      return (
        people.told.has(recorder.organisation) ||
        [recorder.organisation, proposedBy].some((one) => one !== null && people.organisations.has(one))
      );
    }),
);

/**
 * Responsibility for one child reaches a case of the same child, once the authority has agreed that it is the same; not
 * a case for whose child another authority is responsible, or any council could open every case whose id it learns.
 */
const authorityAgreesForOthers = linkRule(
  'responsible-authority-agrees-to-a-link',
  [RecordLinked],
  'Only the authority responsible for a case that has agreed may agree for another, if no other authority is responsible for that.',
  ({ agreed, takenOut }, { details, recorder }, { named }) => {
    const others = casesIn(details, 'agreedAsResponsibleAuthority');
    const responsibleFor = (id: CaseId) => named.get(id)?.people.responsible ?? null;
    return (
      others.length === 0 ||
      (others.every((id) => [null, recorder.organisation].includes(responsibleFor(id))) &&
        [...agreed.keys(), ...casesIn(details, 'agreedAsLead')].some(
          (id) => !takenOut.has(id) && responsibleFor(id) === recorder.organisation,
        ))
    );
  },
);

const leadDisputes = linkRule(
  'lead-disputes-a-link',
  [LinkDisputed],
  'A link is disputed by the organisation that leads the case.',
  (_link, proposal, circumstances) =>
    casesIn(proposal.details, 'disputedFor').every((id) => leadsIt(proposal, circumstances, id)),
);

const leadUnlinks = linkRule(
  'lead-ends-a-link',
  [RecordUnlinked],
  'A link is ended by an organisation that leads one of its cases.',
  ({ cases, takenOut }, proposal, circumstances) =>
    cases.some((id) => !takenOut.has(id) && leadsIt(proposal, circumstances, id)),
);

export const linkRules: readonly LinkRule[] = [
  organisationIsOnANamedCase,
  linkNamesTwoCases,
  linkKeepsItsCases,
  linkBegins,
  actsOnItsCases,
  leadAgrees,
  authorityKnowsTheCase,
  authorityAgreesForOthers,
  leadDisputes,
  leadUnlinks,
];
