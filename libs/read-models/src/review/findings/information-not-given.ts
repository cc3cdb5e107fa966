import type { EventId, Instant, OrganisationId } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, counted, found, lasting, plain } from './found.js';
import type { Inquiry } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

const disclosedBy = (event: ReviewedEvent): readonly EventId[] =>
  event.relations.filter(({ kind }) => kind === 'discloses').map(({ eventId }) => eventId);

/** When an organisation had given these events to another: the last of them; and which it has not given. */
const givenLater = (
  { ofType }: Inquiry,
  { organisation, position }: ReviewedEvent,
  to: OrganisationId,
  events: readonly EventId[],
): { readonly disclosures: readonly ReviewedEvent[]; readonly missing: readonly EventId[] } => {
  const disclosures = ofType('DisclosureMade').filter(
    (made) =>
      made.organisation === organisation &&
      made.position > position &&
      made.addressees.includes(to) &&
      disclosedBy(made).some((event) => events.includes(event)),
  );
  const given = new Set(disclosures.flatMap(disclosedBy));
  return { disclosures, missing: events.filter((event) => !given.has(event)) };
};

const lastOf = (events: readonly ReviewedEvent[]): Instant | null => {
  const last = events.at(-1);
  return last === undefined ? null : occurredBy(last);
};

export const askedAndRefused: Definition = {
  id: 'asked-and-refused',
  version: 1,
  kind: 'information-sharing',
  words:
    'An agency was asked for what it holds and refused it. It lasts until it has given all the events that the refusal ' +
    'names to the one that asked; where the refusal names none, until it makes a disclosure about the same request.',
  parameters: {},
  needs: { DisclosureRefused: ['core.coded'] },
  find: (inquiry) => {
    const { ofType, named, code, nameOf } = inquiry;
    return ofType('DisclosureRefused').map((refusal) => {
      const about = named(refusal, 'about');
      const requests = about.filter(({ type }) => type === 'DisclosureRequested');
      const refused = about.filter(({ organisation }) => organisation === refusal.organisation);
      const to = refusal.addressees[0] ?? requests[0]?.organisation ?? '';
      const given = givenLater(
        inquiry,
        refusal,
        to,
        refused.map(({ eventId }) => eventId),
      );
      const answers = ofType('DisclosureMade').filter(
        (made) =>
          made.position > refusal.position && named(made, 'about').some((event) => requests.includes(event)),
      );
      const disclosures = refused.length > 0 ? given.disclosures : answers.slice(0, 1);
      const ground = code(refusal, 'ground');
      const still =
        refused.length === 0
          ? ''
          : ` ${given.missing.length} of ${counted(refused.length, 'event')} stay refused.`;
      return found({
        key: [refusal.eventId],
        says: `${nameOf(refusal.organisation)} refused ${nameOf(to)} what it asked for. Ground: ${plain(ground)}.${still}`,
        agencies: agenciesOf(refusal.organisation, ...(to === '' ? [] : [to])),
        ...lasting(occurredBy(refusal), given.missing.length > 0 ? null : lastOf(disclosures)),
        dateUncertain: dayIsUncertain(refusal),
        cites: [
          ...cite('what-was-found', refusal),
          ...cite('what-it-is-about', ...requests),
          ...cite('not-given', ...given.missing),
          ...cite('outcome', ...disclosures),
        ],
        facts: {
          refused: refused.length,
          stillRefused: given.missing.length,
          ...(ground === null ? {} : { ground }),
        },
      });
    });
  },
};

const unanswered = {
  value: 28,
  unit: 'days',
  why: 'the date by which an answer is needed may be left out of a request; twenty working days is the usual time for one',
} as const;

const dayInMilliseconds = 86_400_000;

export const askedAndUnanswered: Definition = {
  id: 'asked-and-unanswered',
  version: 1,
  kind: 'information-sharing',
  words:
    'An agency was asked for what it holds, and no disclosure and no refusal about that request is on record at its end, ' +
    'though the date by which an answer was needed is past; `unanswered` days after the request, where it had no date.',
  parameters: { unanswered },
  needs: { DisclosureRequested: ['core.coded'] },
  find: (inquiry) => {
    const answered = new Set(
      inquiry
        .ofType('DisclosureMade', 'DisclosureRefused')
        .flatMap((answer) => inquiry.named(answer, 'about').map(({ eventId }) => eventId)),
    );
    return inquiry.ofType('DisclosureRequested').flatMap((request) => {
      const asked = occurredBy(request);
      const due =
        inquiry.date(request, 'answerNeededBy')?.latest ??
        new Date(Date.parse(asked) + unanswered.value * dayInMilliseconds).toISOString();
      if (answered.has(request.eventId) || due >= inquiry.end) return [];
      return [
        found({
          key: [request.eventId],
          says: `${request.addressees.map(inquiry.nameOf).join(' and ')} did not answer what ${inquiry.nameOf(request.organisation)} had asked for.`,
          agencies: agenciesOf(request.organisation, ...request.addressees),
          from: asked,
          dateUncertain: dayIsUncertain(request),
          cites: cite('what-was-found', request),
          facts: { due },
        }),
      ];
    });
  },
};

export const withheldUnasked: Definition = {
  id: 'withheld-unasked',
  version: 1,
  kind: 'information-sharing',
  words:
    'An agency decided not to share what it holds, though nobody had asked. It lasts until it has given all the events that ' +
    'the decision names to all from whom it withheld them; where it names none, it has no end on record.',
  parameters: {},
  needs: { DisclosureWithheld: ['core.coded'] },
  find: (inquiry) =>
    inquiry.ofType('DisclosureWithheld').map((decision) => {
      const from = agenciesOf(...inquiry.codes(decision, 'withheldFrom'), ...decision.addressees);
      const events = inquiry.named(decision, 'about').map(({ eventId }) => eventId);
      const given = from.map((agency) => givenLater(inquiry, decision, agency, events));
      const missing = [...new Set(given.flatMap((one) => one.missing))];
      const disclosures = [...new Set(given.flatMap((one) => one.disclosures))].sort((a, b) =>
        a.position < b.position ? -1 : 1,
      );
      const reason = inquiry.code(decision, 'reason');
      return found({
        key: [decision.eventId],
        says: `${inquiry.nameOf(decision.organisation)} withheld what it holds from ${from.map(inquiry.nameOf).join(' and ') || 'others'}. Reason: ${plain(reason)}.`,
        agencies: agenciesOf(decision.organisation, ...from),
        ...lasting(occurredBy(decision), missing.length > 0 ? null : lastOf(disclosures)),
        dateUncertain: dayIsUncertain(decision),
        cites: [
          ...cite('what-was-found', decision),
          ...cite('not-given', ...missing),
          ...cite('outcome', ...disclosures),
        ],
        facts: reason === null ? {} : { reason },
      });
    }),
};
