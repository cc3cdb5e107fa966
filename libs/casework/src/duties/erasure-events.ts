import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, list, name, organisation, text } from '../declaration/kinds.js';

const kindOfWork = 'records management';
const retentionClass = () => code('RetentionClass', ['case-record', 'access-record', 'directory-record']);

/**
 * Retention ends long after a case is closed, so both events stand on closed cases; they are kept under the key of the
 * access record, because the key of the case is what is destroyed.
 */
export const ErasureRequested = caseEvent('ErasureRequested', {
  means: 'It was asked that the words of a record be made unreadable for ever.',
  kindOfWork,
  recordedBy: 'system',
  retention: 'access-record',
  afterClosure: true,
  fields: {
    ground: coded(
      'audit',
      code('ErasureGround', [
        'retention-period-ended',
        'right-to-erasure',
        'court-order',
        'wrong-child',
        'unlawful-processing',
      ]),
      'On what ground.',
    ),
    retentionClass: coded('audit', retentionClass(), 'Which class of the record.'),
    requestedBy: optional(coded('audit', organisation(), 'The organisation that asked.')),
    effectiveFrom: coded('audit', date(), 'When the keys are to be destroyed, if nothing holds it up.'),
    holds: optional(
      coded(
        'audit',
        list(code('ErasureHold', ['open-review', 'criminal-proceedings', 'inquiry', 'civil-claim'])),
        'What forbids erasure for now.',
      ),
    ),
    reason: told('audit', text(1_000), 'Why.'),
  },
});

export const SubjectKeyDestroyed = caseEvent('SubjectKeyDestroyed', {
  means: 'The key of a record was destroyed, so that its words can never be read again.',
  kindOfWork,
  recordedBy: 'system',
  retention: 'access-record',
  afterClosure: true,
  narrows: true,
  relations: { about: { required: true, to: ['ErasureRequested'] } },
  fields: {
    retentionClass: coded('audit', retentionClass(), 'Which class of the record.'),
    keyId: coded('audit', name(), 'The id of the key.'),
    keyProvider: coded(
      'audit',
      code('KeyProvider', ['key-file', 'aws-kms', 'vault-transit']),
      'Who held the key.',
    ),
    confirmedBy: optional(told('audit', name(), "The provider's confirmation of the destruction.")),
  },
});
