import { isAcceptance, needsOfAcceptance } from './acceptance.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, counted, found, lasting, plain } from './found.js';
import { momentOf } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

/** What a contact that was turned away was about, and what each other agency had at that moment. */
export const contactTurnedAway: Definition = {
  id: 'contact-turned-away',
  version: 1,
  kind: 'missed-opportunity',
  words:
    'An agency turned away a contact. Contacts turned away are numbered in the order in which they occurred, over all ' +
    'agencies. It tells by whom, on what ground, and what each other agency held at that moment.',
  parameters: {},
  needs: { ContactTurnedAway: ['core.coded'] },
  find: (inquiry) => {
    const { ofType, code, flag, nameOf, named } = inquiry;
    return ofType('ContactTurnedAway').map((event, index) => {
      const reason = code(event, 'reason');
      const managerAgreed = flag(event, 'managerAgreed');
      return found({
        key: [event.eventId],
        says: `${nameOf(event.organisation)} turned a contact away, number ${index + 1} on the record. Ground: ${plain(reason)}.`,
        agencies: agenciesOf(event.organisation),
        from: occurredBy(event),
        dateUncertain: dayIsUncertain(event),
        heldAt: { concerned: [event.organisation], moment: momentOf(event) },
        cites: [...cite('what-was-found', event), ...cite('what-it-is-about', ...named(event, 'about'))],
        facts: {
          number: index + 1,
          ...(reason === null ? {} : { reason }),
          ...(managerAgreed === null ? {} : { managerAgreed }),
        },
      });
    });
  },
};

export const turnedAwayBeforeAcceptance: Definition = {
  id: 'turned-away-before-acceptance',
  version: 1,
  kind: 'turned-away',
  words:
    'How many contacts were turned away before children’s services first accepted the child, from the first of them to ' +
    'that acceptance. An acceptance is a referral decision other than no further action, or what presupposes one: that ' +
    'the child is looked after or has a protection plan. Without one on record, all contacts turned away count.',
  parameters: {},
  needs: { ContactTurnedAway: ['core.coded'], ...needsOfAcceptance },
  find: (inquiry) => {
    const end = inquiry.story.findIndex((event) => isAcceptance(inquiry, event));
    const acceptance = inquiry.story[end];
    const before = (acceptance === undefined ? inquiry.story : inquiry.story.slice(0, end)).filter(
      ({ type }) => type === 'ContactTurnedAway',
    );
    const [first] = before;
    if (first === undefined) return [];
    const until = acceptance === undefined ? null : occurredBy(acceptance);
    const times = before.length === 1 ? 'once' : `${before.length} times`;
    const span = lasting(occurredBy(first), until);
    return [
      found({
        key: ['whole-record'],
        says:
          span.days === null
            ? `The child was turned away ${times}, and no acceptance is on record.`
            : `The child was turned away ${times} before the first acceptance, which came ${counted(span.days, 'day')} after the first time.`,
        agencies: agenciesOf(...before.map(({ organisation }) => organisation)),
        ...span,
        dateUncertain:
          before.some(dayIsUncertain) || (acceptance !== undefined && dayIsUncertain(acceptance)),
        cites: [
          ...cite('what-was-found', ...before),
          ...(acceptance === undefined ? [] : cite('acceptance', acceptance)),
        ],
        facts: { times: before.length, accepted: acceptance !== undefined },
      }),
    ];
  },
};
