import type { OrganisationId } from '#kernel';
import type { Definition } from './finding.js';
import { agenciesOf, cite, found, lasting, plain } from './found.js';
import { momentOf, type Inquiry } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

export const referralRejected: Definition = {
  id: 'referral-rejected',
  version: 1,
  kind: 'missed-opportunity',
  words:
    'An agency rejected a referral of the child. It tells on what ground, and what each other agency held at that moment.',
  parameters: {},
  needs: { ReferralRejected: ['core.coded'] },
  find: ({ ofType, code, nameOf, named }) =>
    ofType('ReferralRejected').map((event) => {
      const reason = code(event, 'reason');
      return found({
        key: [event.eventId],
        says: `${nameOf(event.organisation)} rejected a referral. Ground: ${plain(reason)}.`,
        agencies: agenciesOf(event.organisation),
        from: occurredBy(event),
        dateUncertain: dayIsUncertain(event),
        heldAt: { concerned: [event.organisation], moment: momentOf(event) },
        cites: [...cite('what-was-found', event), ...cite('what-it-is-about', ...named(event, 'about'))],
        facts: reason === null ? {} : { reason },
      });
    }),
};

const organisationsOf = ({ record }: Inquiry, agencyFunction: string | null): readonly OrganisationId[] =>
  [...record.agencies.values()]
    .filter((agency) => agency.function === agencyFunction)
    .map(({ organisation }) => organisation);

export const dutyMissed: Definition = {
  id: 'duty-missed',
  version: 1,
  kind: 'missed-opportunity',
  words:
    'The time for a duty passed under the rule of that time, and what it demanded was not on record: from when it was due ' +
    'until it was met all the same, late, under the same rule. It concerns the organisation responsible or, where the case ' +
    'did not tell which, all of the responsible function on the record. It tells what other agencies held when it was due.',
  parameters: {},
  needs: { DeadlineMissed: ['core.coded'], DeadlineMet: ['core.coded'] },
  find: (inquiry) => {
    const { ofType, code, date, nameOf, named } = inquiry;
    const met = ofType('DeadlineMet').flatMap((event) =>
      named(event, 'about').map((about) => ({ event, about })),
    );
    return ofType('DeadlineMissed').map((event) => {
      const responsible = code(event, 'responsible');
      const duty = code(event, 'duty');
      const due = date(event, 'due')?.latest ?? occurredBy(event);
      const about = named(event, 'about');
      const late = met.find(
        (one) =>
          about.includes(one.about) &&
          ['duty', 'rule'].every((field) => code(one.event, field) === code(event, field)),
      )?.event;
      const ofFunction = code(event, 'responsibleFunction');
      const concerned = responsible === null ? organisationsOf(inquiry, ofFunction) : [responsible];
      const facts = [
        ['duty', duty],
        ['rule', code(event, 'rule')],
        ['strength', code(event, 'strength')],
        ['responsibleFunction', ofFunction],
      ].flatMap(([name, value]) => (value === null ? [] : [[name, value]]));
      return found({
        key: [event.eventId],
        says: `${responsible === null ? `Agencies responsible (${plain(ofFunction ?? 'not known')})` : nameOf(responsible)} missed a duty: ${plain(duty)}.`,
        agencies: agenciesOf(...concerned),
        ...lasting(due, late === undefined ? null : (date(late, 'met')?.earliest ?? occurredBy(late))),
        dateUncertain: dayIsUncertain(event),
        heldAt: { concerned, moment: { at: due, before: null } },
        cites: [
          ...cite('what-was-found', event),
          ...cite('what-it-is-about', ...about),
          ...(late === undefined ? [] : cite('outcome', late)),
        ],
        facts: Object.fromEntries(facts) as Record<string, string>,
      });
    });
  },
};

export const evidenceLost: Definition = {
  id: 'evidence-lost',
  version: 1,
  kind: 'missed-opportunity',
  words:
    'An opportunity to secure evidence was lost. It tells on what ground, and what agencies other than the one that ' +
    'recorded the loss held at that moment.',
  parameters: {},
  needs: { EvidenceOpportunityLost: ['core.coded', 'police.coded'] },
  find: ({ ofType, code, nameOf, named }) =>
    ofType('EvidenceOpportunityLost').map((event) => {
      const reason = code(event, 'reason');
      const item = code(event, 'item');
      return found({
        key: [event.eventId],
        says: `Evidence was lost, as ${nameOf(event.organisation)} recorded. Ground: ${plain(reason)}.`,
        agencies: agenciesOf(event.organisation),
        from: occurredBy(event),
        dateUncertain: dayIsUncertain(event),
        heldAt: { concerned: [event.organisation], moment: momentOf(event) },
        cites: [...cite('what-was-found', event), ...cite('what-it-is-about', ...named(event, 'about'))],
        facts: { ...(reason === null ? {} : { reason }), ...(item === null ? {} : { item }) },
      });
    }),
};
