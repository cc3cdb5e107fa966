import type { Instant } from '#kernel';
import { followedProcesses } from '../../summary/processes.js';
import type { ReviewedEvent } from '../record-under-review.js';
import { activities, gapsBetween } from './activity.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, found, lasting } from './found.js';
import type { Inquiry } from './inquiry.js';
import { dayIsUncertain, occurredBy } from './when.js';

/** Its end, if any: an outcome that names it, or one that names none and is of the same item on the same case. */
const outcomeOf = (inquiry: Inquiry, opportunity: ReviewedEvent): ReviewedEvent | undefined => {
  const item = inquiry.code(opportunity, 'item');
  return inquiry.ofType('EvidenceSecured', 'EvidenceOpportunityLost').find((event) => {
    const about = inquiry.named(event, 'about');
    if (about.length > 0) return about.includes(opportunity);
    return (
      item !== null &&
      inquiry.code(event, 'item') === item &&
      event.caseId === opportunity.caseId &&
      event.position > opportunity.position
    );
  });
};

export const evidenceLeftToPerish: Definition = {
  id: 'evidence-left-to-perish',
  version: 1,
  kind: 'silence',
  words:
    'An opportunity to secure evidence passed the date on which it perishes, and neither that it was secured nor that it ' +
    'was lost had occurred by then. It lasts until one of the two. An outcome that names no opportunity is taken for one ' +
    'of the same item on the same case. A date that the record had not reached when it ends is not past.',
  parameters: {},
  needs: {
    EvidenceOpportunityIdentified: ['police.coded'],
    EvidenceSecured: ['police.coded'],
    EvidenceOpportunityLost: ['police.coded'],
  },
  find: (inquiry) =>
    inquiry.ofType('EvidenceOpportunityIdentified').flatMap((event) => {
      const perished = inquiry.date(event, 'perishesBy')?.latest ?? null;
      if (perished === null || perished >= inquiry.end) return [];
      const outcome = outcomeOf(inquiry, event);
      const ended = outcome === undefined ? null : occurredBy(outcome);
      if (ended !== null && ended <= perished) return [];
      const item = inquiry.code(event, 'item');
      return [
        found({
          key: [event.eventId],
          says: `Evidence that ${inquiry.nameOf(event.organisation)} had identified passed the date on which it perishes, with no outcome on record.`,
          agencies: agenciesOf(event.organisation),
          ...lasting(perished, ended),
          dateUncertain: outcome !== undefined && dayIsUncertain(outcome),
          cites: [
            ...cite('what-was-found', event),
            ...(outcome === undefined ? [] : cite('outcome', outcome)),
          ],
          facts: item === null ? {} : { item },
        }),
      ];
    }),
};

const silent = {
  value: 90,
  unit: 'days',
  why: 'three months is the longest time that any plan for a child is left without a review in its first year',
} as const;

/** What was begun and not ended, as events go by. An ending that names no beginning ends all that are open. */
const openThings = (story: readonly ReviewedEvent[]) => {
  const open = new Map<string, readonly ReviewedEvent[]>();
  let next = 0;
  const take = (event: ReviewedEvent): void => {
    const about = new Set(
      event.relations.filter(({ kind }) => kind === 'about').map(({ eventId }) => eventId),
    );
    for (const { name, begins, ends } of followedProcesses) {
      const there = open.get(name) ?? [];
      if (ends.includes(event.type ?? '')) {
        const left = there.filter(({ eventId }) => !about.has(eventId));
        open.set(name, left.length < there.length ? left : []);
      }
      if (begins.includes(event.type ?? '')) open.set(name, [...(open.get(name) ?? []), event]);
    }
  };
  /** Asked with later and later instants. */
  return (at: Instant): readonly ReviewedEvent[] => {
    for (let event = story[next]; event !== undefined && occurredBy(event) <= at; event = story[next]) {
      take(event);
      next += 1;
    }
    return [...new Set([...open.values()].flat())];
  };
};

export const longSilence: Definition = {
  id: 'long-silence',
  version: 1,
  kind: 'silence',
  words:
    'No agency did anything for `silent` days or more while something was open that one of them had begun: a contact ' +
    'without a referral decision, a referral without an answer, an assessment, a plan, an investigation, a missing episode ' +
    'or the like. An agency acts when it records something, and at the time of its own acts. An ending that names no ' +
    'beginning ends all of its kind. What a clock of the system records is nobody’s doing.',
  parameters: { silent },
  needs: {},
  find: (inquiry) => {
    const openAt = openThings(inquiry.story);
    const gaps = gapsBetween(activities(inquiry), { atLeast: silent.value, end: inquiry.end });
    return gaps.flatMap(({ before, after, days }) => {
      const open = openAt(before.at);
      if (open.length === 0 || after === null) return [];
      return [
        found({
          key: [before.at],
          says: `No agency did anything for ${days} days, and ${open.length} of the things that they had begun were open.`,
          agencies: agenciesOf(...open.map(({ organisation }) => organisation)),
          from: before.at,
          until: after.at,
          days,
          dateUncertain: dayIsUncertain(before.event) || dayIsUncertain(after.event),
          cites: [
            ...cite('before', before.event),
            ...cite('left-open', ...open),
            ...cite('after', after.event),
          ],
          facts: { open: open.length },
        }),
      ];
    });
  },
};
