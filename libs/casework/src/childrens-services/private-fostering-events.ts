import { caseEvent } from '../declaration/case-event.js';
import { coded, optional, told } from '../declaration/fields.js';
import { code, date, flag, list, name, text } from '../declaration/kinds.js';
import { childSeen } from '../vocabulary/child-seen.js';

/**
 * A child under 16 cared for by somebody who is no close relative for 28 days or more (Children Act 1989, part IX;
 * Children (Private Arrangements for Fostering) Regulations 2005).
 */
const kindOfWork = 'private fostering';

export const PrivateFosteringNotified = caseEvent('PrivateFosteringNotified', {
  action: 'recordPrivateFosteringNotice',
  means: 'The authority was notified that the child is or will be privately fostered.',
  kindOfWork,
  recordedBy: ['children-services'],
  fields: {
    notifiedBy: coded(
      'core',
      code('PrivateFosteringNotifier', [
        'carer',
        'parent',
        'arranger',
        'school',
        'health',
        'border',
        'anyone-else',
      ]),
      'Who gave notice.',
    ),
    arrangementBegan: optional(coded('core', date(), 'When the child came, or is to come, to the carer.')),
    expectedToEnd: optional(coded('core', date(), 'When the arrangement is expected to end.')),
    claimedRelationship: optional(
      coded(
        'core',
        code('ClaimedRelationship', [
          'relative',
          'family-friend',
          'stranger',
          'employer',
          'faith-community',
          'not-said',
        ]),
        'What the carer says to be to the child.',
      ),
    ),
    parentsAgreement: optional(
      coded(
        'core',
        code('ParentsAgreement', ['seen-in-writing', 'spoken-with-parent', 'only-claimed', 'none']),
        'What is known of the agreement of the parents.',
      ),
    ),
    carers: told('identity', text(1_000), 'The names of carers, parents and whoever arranged it.'),
    arrangement: optional(told('care', text(), 'Why the child is there, and what was arranged.')),
    address: optional(told('location', text(500), 'Where the child lives.')),
  },
});

export const UnnotifiedArrangementIdentified = caseEvent('UnnotifiedArrangementIdentified', {
  action: 'identifyUnnotifiedArrangement',
  means: 'The child was found to be, or to have been, privately fostered without notice to the authority.',
  kindOfWork,
  recordedBy: ['children-services'],
  relations: { about: {}, reliesOn: {} },
  fields: {
    period: coded('core', date(), 'From when to when the arrangement lasted.'),
    whoShouldHaveNotified: coded(
      'core',
      list(code('DutyToNotify', ['carer', 'parent', 'arranger'])),
      'Who had the duty to notify.',
    ),
    cameToLightBy: coded(
      'core',
      code('CameToLightBy', [
        'childs-account',
        'school',
        'health',
        'police',
        'border',
        'neighbour',
        'looking-back',
      ]),
      'How it came to light.',
    ),
    stillThere: coded('core', flag(), 'Whether the child still lives there.'),
    offenceConsidered: optional(
      coded(
        'core',
        flag(),
        'Whether the offence of not notifying was considered (section 70 of the 1989 Act).',
      ),
    ),
    circumstances: told('care', text(), 'What the arrangement was.'),
    carers: optional(told('identity', text(1_000), 'The names of the carers.')),
    childsWords: optional(told('voice', text(), 'What the child said of it.')),
    address: optional(told('location', text(500), 'Where the child lives or lived.')),
    policeDetail: optional(told('police', text(), 'Suspected exploitation by the carers.')),
  },
});

export const PrivateFosteringVisited = caseEvent('PrivateFosteringVisited', {
  action: 'recordPrivateFosteringVisit',
  means: 'A social worker visited the privately fostered child.',
  kindOfWork,
  recordedBy: ['children-services'],
  relations: { about: { to: ['PrivateFosteringNotified', 'UnnotifiedArrangementIdentified'] } },
  fields: {
    childSeen: coded('core', childSeen(), 'Whether the child was seen, and alone.'),
    interpreterUsed: optional(coded('core', flag(), 'Whether an interpreter was used.')),
    arrangementSuitable: coded(
      'core',
      code('ArrangementSuitable', ['yes', 'with-conditions', 'no', 'not-yet-known']),
      'Whether the arrangement is suitable.',
    ),
    nextVisit: optional(coded('core', date(), 'When the next visit is due.')),
    sleepingArrangementsSeen: optional(coded('care', flag(), 'Whether the bedroom was seen.')),
    observations: told('care', text(), 'What was seen of the child, the carers and the home.'),
    childsWords: optional(told('voice', text(), 'What the child said.')),
    carersPresent: optional(told('identity', list(name(), 10), 'Who was there.')),
    address: optional(told('location', text(500), 'Where the visit was.')),
  },
});
