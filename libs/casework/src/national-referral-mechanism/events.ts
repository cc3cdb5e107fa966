import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';
import { traffickingIndicator } from './trafficking-indicators.js';

const exploitation = () =>
  list(
    code('Exploitation', [
      'sexual-exploitation',
      'forced-labour',
      'domestic-servitude',
      'criminal-exploitation',
      'benefit-fraud',
      'forced-marriage',
      'illegal-adoption',
      'organ-removal',
      'not-known',
    ]),
  );

const groundsOutcome = () => code('GroundsOutcome', ['positive', 'negative', 'suspended']);
const treatedAs = () => code('TreatedAs', ['child', 'adult']);
const negativeReasons = () =>
  list(
    code('NegativeGroundsReason', [
      'credibility',
      'age',
      'definition-not-met',
      'insufficient-information',
      'no-longer-in-need',
    ]),
  );

export const IndicatorObserved = caseEvent('IndicatorObserved', {
  action: 'recordIndicator',
  means: 'Somebody saw or heard a sign that the child may be trafficked.',
  kindOfWork: 'concern for a child',
  recordedBy: 'any',
  beginsCase: true,
  fields: {
    indicators: coded(
      'care',
      list(traffickingIndicator()),
      'The signs, after the trafficked children toolkit.',
    ),
    setting: coded(
      'core',
      code('ObservationSetting', [
        'home-visit',
        'school',
        'health-service',
        'police-operation',
        'custody',
        'port',
        'office',
        'outreach',
        'placement',
        'public-place',
        'online',
        'telephone',
      ]),
      'Where or how it was observed.',
    ),
    childSpokenTo: optional(coded('core', flag(), 'Whether anybody spoke with the child about it.')),
    observation: told('care', text(), 'What was seen or heard.'),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    policeDetail: optional(told('police', text(), 'People, vehicles and premises that came up.')),
    place: optional(told('location', text(1_000), 'Where it was observed.')),
  },
});

/** A child's consent is not needed for a referral; whether the child was asked for it is recorded all the same. */
export const NrmReferralSubmitted = caseEvent('NrmReferralSubmitted', {
  action: 'submitNrmReferral',
  means: 'A first responder referred the child to the National Referral Mechanism.',
  kindOfWork: 'National Referral Mechanism',
  recordedBy: ['children-services', 'police', 'border', 'voluntary'],
  decision: true,
  relations: { reliesOn: {} },
  fields: {
    referredAs: coded(
      'core',
      code('ReferredAs', ['child', 'adult', 'age-disputed']),
      'As what age referred.',
    ),
    exploitation: coded('core', exploitation(), 'The kinds of exploitation suspected.'),
    whereExploited: optional(
      coded(
        'core',
        code('WhereExploited', ['here', 'abroad', 'both', 'not-yet', 'not-known']),
        'In which country.',
      ),
    ),
    childProtectionReferralMade: coded(
      'core',
      flag(),
      'Whether a child protection referral was made beside this one.',
    ),
    crimeReported: coded('core', flag(), 'Whether the police have been told, so that a crime is recorded.'),
    childToldOfReferral: optional(coded('core', flag(), 'Whether the child was told of it.')),
    indicators: optional(coded('care', list(traffickingIndicator()), 'The signs relied on.')),
    mechanismReference: optional(told('identity', name(), "The mechanism's reference number.")),
    evidence: told('care', text(8_000), 'What the referral says of the child and the signs.'),
    childsAccount: optional(told('voice', text(8_000), "The child's own account.")),
    immigrationPosition: optional(told('immigration', text(), 'Status, claims and legal advice.')),
    suspects: optional(told('police', text(), 'Who is suspected, and evidence that must be secured.')),
    safeContact: optional(told('location', text(1_000), 'How and where the child can be reached safely.')),
  },
});

export const ReasonableGroundsDecided = caseEvent('ReasonableGroundsDecided', {
  action: 'decideReasonableGrounds',
  means: 'The competent authority decided whether it suspects but cannot prove that the child is a victim.',
  kindOfWork: 'National Referral Mechanism',
  recordedBy: ['competent-authority'],
  decision: true,
  relations: { about: { to: ['NrmReferralSubmitted', 'ReconsiderationRequested'] }, reliesOn: {} },
  fields: {
    outcome: coded('core', groundsOutcome(), 'The outcome.'),
    treatedAs: coded('core', treatedAs(), 'The age as which the person was treated.'),
    negativeBecause: optional(coded('core', negativeReasons(), 'Why the outcome is negative.')),
    reflectionUntil: optional(coded('core', date(), 'The end of the reflection and recovery period.')),
    childPresentOrReached: optional(
      coded('core', flag(), 'Whether the child was there and could be reached at the decision.'),
    ),
    considerationMinute: optional(
      told('care', text(8_000), 'The evidence considered, and the weight it was given.'),
    ),
    immigrationConsequence: optional(told('immigration', text(), 'What follows for status and removal.')),
  },
});

export const ConclusiveGroundsDecided = caseEvent('ConclusiveGroundsDecided', {
  action: 'decideConclusiveGrounds',
  means:
    'The competent authority decided whether the child is, more likely than not, a victim of trafficking.',
  kindOfWork: 'National Referral Mechanism',
  recordedBy: ['competent-authority'],
  decision: true,
  relations: {
    about: { to: ['ReasonableGroundsDecided', 'NrmReferralSubmitted', 'ReconsiderationRequested'] },
    reliesOn: {},
  },
  fields: {
    outcome: coded('core', groundsOutcome(), 'The outcome.'),
    treatedAs: coded('core', treatedAs(), 'The age as which the person was treated.'),
    exploitationAccepted: optional(coded('core', exploitation(), 'The kinds of exploitation accepted.')),
    negativeBecause: optional(coded('core', negativeReasons(), 'Why the outcome is negative.')),
    multiAgencyPanel: optional(coded('core', flag(), 'Whether a multi-agency panel reviewed the decision.')),
    considerationMinute: optional(
      told('care', text(8_000), 'The evidence considered, and the weight it was given.'),
    ),
    immigrationConsequence: optional(told('immigration', text(), 'What follows for status and removal.')),
  },
});

export const ReconsiderationRequested = caseEvent('ReconsiderationRequested', {
  action: 'requestReconsideration',
  means: 'An agency asked the competent authority to look at a grounds decision again.',
  kindOfWork: 'National Referral Mechanism',
  recordedBy: 'any',
  relations: { about: { to: ['ReasonableGroundsDecided', 'ConclusiveGroundsDecided'] }, reliesOn: {} },
  fields: {
    grounds: coded(
      'core',
      list(
        code('ReconsiderationGround', [
          'new-evidence',
          'age-wrongly-taken',
          'guidance-not-followed',
          'evidence-not-considered',
          'credibility-wrongly-assessed',
          'child-not-heard',
        ]),
      ),
      'The grounds for asking.',
    ),
    judicialReviewThreatened: optional(
      coded('core', flag(), 'Whether a claim for judicial review is in view.'),
    ),
    argument: told('care', text(8_000), 'What is said against the decision.'),
    childsWords: optional(told('voice', text(), 'What the child says about it.')),
    legalArgument: optional(told('immigration', text(), "The representative's legal submissions.")),
  },
});

/** Served on a representative or the authority: a child must not learn of it by a letter alone. */
export const DecisionServed = caseEvent('DecisionServed', {
  action: 'serveDecision',
  means: 'A grounds decision was served.',
  kindOfWork: 'National Referral Mechanism',
  recordedBy: ['competent-authority'],
  relations: { about: { required: true, to: ['ReasonableGroundsDecided', 'ConclusiveGroundsDecided'] } },
  fields: {
    servedOn: coded(
      'core',
      list(
        code('ServedOn', [
          'legal-representative',
          'childrens-services',
          'guardian',
          'first-responder',
          'support-worker',
          'child',
        ]),
        10,
      ),
      'On whom it was served.',
    ),
    method: coded(
      'core',
      code('ServiceMethod', ['post', 'secure-email', 'in-person', 'read-through-interpreter']),
      'How it was served.',
    ),
    supportOffered: optional(coded('core', flag(), 'Whether somebody was with the child to explain it.')),
    recipients: optional(told('identity', text(1_000), 'The names of those served.')),
    explanation: optional(told('care', text(), 'How it was explained to the child.')),
  },
});
