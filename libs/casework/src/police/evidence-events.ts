import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';
import { agencyFunctions } from '../vocabulary/agencies.js';

const kindOfWork = 'evidence';
const item = () =>
  code('EvidenceItem', [
    'telephone-or-sim',
    'communications-data',
    'closed-circuit-television',
    'scene',
    'forensic-samples',
    'clothing',
    'medical-photographs-or-notes',
    'travel-and-landing-records',
    'identity-documents',
    'financial-records',
    'witness',
    'online-accounts',
    'agency-records',
    'other',
  ]);

/** Early evidence perishes: what could be secured stands with the day by which it is gone. */
export const EvidenceOpportunityIdentified = caseEvent('EvidenceOpportunityIdentified', {
  action: 'identifyEvidenceOpportunity',
  means: 'Evidence was found that can still be secured.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: {}, reliesOn: {} },
  fields: {
    item: coded('police', item(), 'What kind of evidence.'),
    perishesBy: coded('police', date(), 'When it is gone.'),
    heldBy: optional(
      coded('police', code('AgencyFunction', agencyFunctions), 'The agency that holds it, if one does.'),
    ),
    priority: coded(
      'police',
      code('EvidencePriority', ['at-once', 'within-days', 'planned']),
      'How urgent it is.',
    ),
    description: told('police', text(), 'What it is, where it is and what it could show.'),
    howToSecure: optional(told('police', text(1_000), 'What has to be done to secure it, and by whom.')),
  },
});

export const EvidenceSecured = caseEvent('EvidenceSecured', {
  action: 'secureEvidence',
  means: 'Evidence was secured.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: { to: ['EvidenceOpportunityIdentified'] } },
  fields: {
    item: coded('police', item(), 'What kind of evidence.'),
    complete: coded('police', flag(), 'Whether all of it was secured.'),
    securedHow: coded(
      'police',
      code('SecuredHow', [
        'seized',
        'production-order',
        'by-consent',
        'downloaded',
        'examined-at-scene',
        'statement-taken',
        'medical-examination',
      ]),
      'How it was secured.',
    ),
    description: told('police', text(), 'What was secured, and what it shows.'),
    exhibitReferences: optional(told('police', list(name(), 50), 'The exhibit numbers.')),
    medicalFindings: optional(told('health', text(), 'Findings of a medical examination.')),
  },
});

/** May stand without an opportunity recorded before: often nobody had seen that there was one. */
export const EvidenceOpportunityLost = caseEvent('EvidenceOpportunityLost', {
  action: 'recordEvidenceLost',
  means: 'Evidence that could have been secured is gone.',
  kindOfWork,
  recordedBy: ['police'],
  relations: { about: { to: ['EvidenceOpportunityIdentified'] } },
  fields: {
    item: coded('police', item(), 'What kind of evidence.'),
    reason: coded(
      'core',
      code('EvidenceLostReason', [
        'never-asked-for',
        'asked-for-too-late',
        'destroyed-by-holder',
        'retention-period-ended',
        'refused-by-holder',
        'scene-changed-or-sold',
        'not-recognised-as-evidence',
        'treated-as-immigration-matter',
        'witness-gone',
        'child-missing',
      ]),
      'Why it was lost.',
    ),
    lostOn: optional(coded('police', date(), 'When it was lost, as far as is known.')),
    heldBy: optional(
      coded('police', code('AgencyFunction', agencyFunctions), 'The agency that held it, if one did.'),
    ),
    description: told('police', text(), 'What is lost, and what it could have shown.'),
    consequence: optional(told('police', text(), 'What it means for the case against suspects.')),
  },
});
