import { caseEvent } from '../declaration/case-event.js';
import { coded, inHeader, optional, told } from '../declaration/fields.js';
import { caseReference, code, list, number, text } from '../declaration/kinds.js';

/** An event on a link's own stream names the cases in its header: who may see it, and what it joins, follows from that. */
const casesNamed = inHeader(
  coded(
    'core',
    list(caseReference(), 20),
    'The cases that are thought to be about one child. They never change.',
  ),
);

const evidence = code('LinkEvidence', [
  'child-says-so',
  'same-name-and-birth-date',
  'alias',
  'document-number',
  'fingerprints',
  'photograph',
  'address',
  'telephone-number',
  'recognised-by-worker',
  'reference-of-another-agency',
  'matching-score',
]);

export const RecordLinkProposed = caseEvent('RecordLinkProposed', {
  action: 'proposeRecordLink',
  means: 'Two or more cases may be about the same child. Nothing is shared until those who lead them agree.',
  kindOfWork: 'record link',
  recordedBy: 'any',
  stream: 'link',
  fields: {
    cases: casesNamed,
    evidence: coded('core', list(evidence, 11), 'What speaks for it.'),
    score: optional(
      coded('core', number(0, 1), 'How sure the matching is, from 0 to 1, where software proposed it.'),
    ),
    reasons: told('identity', text(), 'Why they are thought to be one child.'),
  },
});

export const RecordLinked = caseEvent('RecordLinked', {
  action: 'linkRecords',
  means:
    'A lead agreed that the cases are about one child. The cases that have agreed are joined; it takes two.',
  kindOfWork: 'record link',
  recordedBy: 'any',
  stream: 'link',
  decision: true,
  relations: { about: { to: ['RecordLinkProposed', 'LinkDisputed'] }, reliesOn: {} },
  fields: {
    cases: casesNamed,
    agreedAsLead: inHeader(
      coded(
        'core',
        list(caseReference(), 20),
        'The cases for which the recorder agrees because it leads them.',
      ),
    ),
    agreedAsResponsibleAuthority: inHeader(
      coded(
        'core',
        list(caseReference(), 20),
        'The cases of others for which the recorder agrees because it is responsible for the child.',
      ),
    ),
    evidence: coded('core', list(evidence, 11), 'What speaks for it.'),
  },
});

export const LinkDisputed = caseEvent('LinkDisputed', {
  action: 'disputeLink',
  means:
    'A lead holds that its case is about another child. The dispute is kept for ever; its case shows as stubs.',
  kindOfWork: 'record link',
  recordedBy: 'any',
  stream: 'link',
  relations: { about: { to: ['RecordLinkProposed', 'RecordLinked'] } },
  narrows: true,
  fields: {
    cases: casesNamed,
    disputedFor: inHeader(
      coded('core', list(caseReference(), 20), "The recorder's own cases that it holds not to belong."),
    ),
    ground: coded(
      'core',
      code('LinkDisputeGround', [
        'different-child',
        'not-enough-evidence',
        'identity-uncertain',
        'risk-to-the-child',
      ]),
      'On what ground.',
    ),
    reasons: told('core', text(), 'Why.'),
  },
});

export const RecordUnlinked = caseEvent('RecordUnlinked', {
  action: 'unlinkRecords',
  means: 'Cases were taken out of a link, from then on. What was visible until then is not undone.',
  kindOfWork: 'record link',
  recordedBy: 'any',
  stream: 'link',
  decision: true,
  relations: { about: { to: ['RecordLinked', 'LinkDisputed'] }, reliesOn: {} },
  narrows: true,
  fields: {
    cases: casesNamed,
    takenOut: inHeader(coded('core', list(caseReference(), 20), 'The cases that are linked no more.')),
    ground: coded(
      'core',
      code('UnlinkGround', ['different-child', 'linked-in-error', 'risk-to-the-child', 'child-asked']),
      'On what ground.',
    ),
  },
});

export const recordLinkEvents = [RecordLinkProposed, RecordLinked, LinkDisputed, RecordUnlinked];
