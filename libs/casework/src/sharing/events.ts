import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, organisation, person, text } from '../declaration/kinds.js';
import { purposes } from '../vocabulary/agencies.js';
import { categories, partNames } from '../vocabulary/parts.js';

const kindOfWork = 'information sharing';
const parts = () => list(code('Part', partNames), partNames.length);

export const DisclosureRequested = caseEvent('DisclosureRequested', {
  action: 'requestDisclosure',
  means: 'An organisation asked another for what it holds on the child.',
  kindOfWork,
  recordedBy: 'any',
  afterClosure: true,
  relations: { about: {} },
  fields: {
    askedOf: inHeader(coded('core', organisation(), 'The organisation that is asked.')),
    purpose: coded('core', code('Purpose', purposes), 'For what it is asked.'),
    urgency: coded(
      'core',
      code('DisclosureUrgency', ['danger-to-life', 'within-a-day', 'within-a-week', 'routine']),
      'How urgent it is.',
    ),
    categoriesAsked: optional(
      coded(
        'core',
        list(code('Category', categories), categories.length),
        'The categories of information asked for.',
      ),
    ),
    periodAsked: optional(coded('core', date(), 'From when to when.')),
    answerNeededBy: optional(coded('core', date(), 'When an answer is needed.')),
    askedFor: told('core', text(), 'What is asked for.'),
    necessity: told('core', text(), 'Why it is needed for this child, and why no less would do.'),
  },
});

/**
 * Gives named parts of named events to one organisation. The lawful basis stands in the header; consent is usually not
 * that basis where a child may be at risk, so its absence never blocks a disclosure.
 */
export const DisclosureMade = caseEvent('DisclosureMade', {
  action: 'makeDisclosure',
  means: 'An organisation gave another what it had recorded.',
  kindOfWork,
  recordedBy: 'any',
  afterClosure: true,
  decision: true,
  relations: { discloses: { required: true }, about: { to: ['DisclosureRequested'] } },
  fields: {
    disclosedTo: inHeader(coded('audit', organisation(), 'The organisation that it was given to.')),
    partsDisclosed: inHeader(coded('audit', parts(), 'Which parts of the events named were given.')),
    extent: coded(
      'core',
      code('DisclosureExtent', ['all-asked-for', 'partial', 'unprompted']),
      'How much was given.',
    ),
    safeguardingCondition: optional(
      coded(
        'core',
        code('SafeguardingCondition', [
          'safeguarding-of-children-and-individuals-at-risk',
          'vital-interests',
          'substantial-public-interest',
          'legal-claims-and-court',
          'health-or-social-care',
          'law-enforcement-safeguarding',
          'explicit-consent',
        ]),
        'The further condition that special-category data needs (Data Protection Act 2018, schedules 1 and 8).',
      ),
    ),
    consent: optional(
      coded(
        'core',
        code('DisclosureConsent', ['given', 'refused', 'not-asked-unsafe', 'not-asked-not-needed']),
        'Whether the child or who acts for them agreed.',
      ),
    ),
    conditions: optional(told('core', text(1_000), 'What the recipient must heed.')),
    childInformed: optional(coded('core', flag(), 'Whether the child was told of the disclosure.')),
  },
});

/** `about` names the request, and may name the refuser's own events that stay refused. */
export const DisclosureRefused = caseEvent('DisclosureRefused', {
  action: 'refuseDisclosure',
  means: 'An organisation refused to give what it was asked for.',
  kindOfWork,
  recordedBy: 'any',
  afterClosure: true,
  decision: true,
  relations: { about: { required: true } },
  narrows: true,
  fields: {
    refusedTo: inHeader(coded('core', organisation(), 'The organisation that had asked.')),
    ground: coded(
      'core',
      code('RefusalGround', [
        'data-protection',
        'no-consent',
        'not-relevant',
        'harm-to-the-child',
        'harm-to-others',
        'prejudice-to-investigation',
        'legal-privilege',
        'not-held',
        'request-unclear',
        'other',
      ]),
      'The ground of the refusal.',
    ),
    inPart: coded('core', flag(), 'Whether only a part of the request is refused.'),
    partsRefused: optional(
      inHeader(
        coded('audit', parts(), 'The parts of the events named that stay refused; absent: all of them.'),
      ),
    ),
    lawReliedOn: optional(told('core', text(1_000), 'The law or policy relied on.')),
    openToReview: optional(coded('core', flag(), 'Whether the refusal may be looked at again.')),
  },
});

/** Unprompted: nobody had asked. Seen by its recorder and a board only. */
export const DisclosureWithheld = caseEvent('DisclosureWithheld', {
  action: 'withholdDisclosure',
  means: 'An organisation decided not to share what it holds, though nobody had asked yet.',
  kindOfWork,
  recordedBy: 'any',
  afterClosure: true,
  narrows: true,
  decision: true,
  relations: { about: {} },
  fields: {
    withheldFrom: inHeader(
      coded('core', list(organisation(), 50), 'The organisations from which it is withheld.'),
    ),
    reason: coded(
      'core',
      code('WithholdingReason', [
        'trust-of-the-child',
        'child-asked',
        'safety-of-the-child',
        'safety-of-others',
        'would-reach-a-suspect',
        'would-reach-immigration-enforcement',
        'prejudice-to-investigation',
        'legal-privilege',
        'not-necessary',
        'other',
      ]),
      'Why it is withheld.',
    ),
    partsWithheld: optional(
      inHeader(
        coded('audit', parts(), 'The parts of the events named that are withheld; absent: all of them.'),
      ),
    ),
    categoriesWithheld: optional(
      coded(
        'core',
        list(code('Category', categories), categories.length),
        'The categories of information withheld.',
      ),
    ),
    reviewOn: optional(coded('core', date(), 'When the decision is to be looked at again.')),
    whatIsWithheld: told('care', text(), 'What is withheld.'),
    childsViews: optional(told('voice', text(), 'What the child wants.')),
  },
});

/**
 * States the whole handling anew, not only what differs from before. It is of category `audit`: readers of the event
 * that it is about must not learn from it who else may or may not have it.
 */
export const HandlingChanged = caseEvent('HandlingChanged', {
  action: 'changeHandling',
  means: 'The recorder of an event changed who may have it.',
  kindOfWork,
  recordedBy: 'any',
  afterClosure: true,
  narrows: true,
  relations: { about: { required: true } },
  fields: {
    covert: inHeader(
      coded('audit', flag(), 'Whether even the existence of the event is protected from now on.'),
    ),
    notForImmigration: inHeader(
      coded(
        'audit',
        parts(),
        'The parts never for border, asylum casework or immigration enforcement; none: released.',
      ),
    ),
    releaseLimited: inHeader(coded('audit', flag(), 'Whether only the listed organisations may have it.')),
    releasableTo: inHeader(
      coded(
        'audit',
        list(organisation(), 50),
        'The organisations that may have it, where release is limited.',
      ),
    ),
    neverToOrganisations: inHeader(
      coded('audit', list(organisation(), 50), 'Organisations that must never have it, whatever their role.'),
    ),
    neverToPeople: inHeader(
      coded(
        'audit',
        list(person(), 50),
        'People who must never have it, for example staff linked to a suspect.',
      ),
    ),
    reason: told('audit', text(1_000), 'Why the handling changes.'),
  },
});

/** Resolves later what was relied on by word of mouth, or tells of a reliance that nobody had recorded. */
export const RelianceRecorded = caseEvent('RelianceRecorded', {
  action: 'recordReliance',
  means: 'It was found that one recorded event rests on another.',
  kindOfWork,
  recordedBy: 'any',
  relations: { about: { required: true }, reliesOn: { required: true } },
  fields: {
    strength: coded(
      'core',
      code('RelianceStrength', ['sole-basis', 'main-basis', 'one-of-several', 'mentioned']),
      'How much rests on it.',
    ),
    foundBy: coded(
      'core',
      code('RelianceFoundBy', ['own-statement', 'reading-of-the-record', 'enquiry', 'court-papers']),
      'How the reliance came to light.',
    ),
    explanation: told('core', text(), 'What was relied on, and how it is known.'),
  },
});
