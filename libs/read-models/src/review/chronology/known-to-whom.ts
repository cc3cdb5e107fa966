import { endOfDay, type OrganisationId } from '#kernel';
import type {
  KnowledgeState,
  MomentOfKnowledge,
  RecordUnderReview,
  ReviewedEvent,
} from '../record-under-review.js';
import type { ShownDates } from './dates.js';
import type { Identities } from './identities.js';
import { inWords, sentences } from './words.js';

/** What an agency that has not got an event by the end of the day may still be said to have. */
const worthSaying: readonly KnowledgeState[] = [
  'opened',
  'visible-unread',
  'stub-only',
  'refused',
  'withheld',
];

/**
 * What each other agency had of an event on the day on which it was recorded, and when those that had nothing came to
 * have it: `Then: opened Metro Police; stub only Border. Later: Lantern visible 2011-01-06, opened 2011-01-20.`
 */
export const knownToWhom = (
  { agencies, knowledge }: RecordUnderReview,
  event: ReviewedEvent,
  identities: Identities,
  dates: ShownDates,
): string => {
  const moment: MomentOfKnowledge = { at: endOfDay(event.recordedAt), before: null };
  const then = new Map<KnowledgeState, string[]>();
  const later: string[] = [];
  for (const organisation of agencies.keys()) {
    if (organisation === event.organisation) continue;
    const state = knowledge.stateOf(organisation, event, moment);
    if (worthSaying.includes(state)) {
      then.set(state, [...(then.get(state) ?? []), identities.agency(organisation)]);
      if (state === 'opened') continue;
    }
    const since = cameToHave(knowledge, organisation, event, moment, dates);
    if (since !== '') later.push(`${identities.agency(organisation)} ${since}`);
  }
  const states = worthSaying
    .filter((state) => then.has(state))
    .map((state) => `${inWords(state)} ${then.get(state)!.sort().join(', ')}`);
  return sentences([
    states.length > 0 ? `Then: ${states.join('; ')}` : 'Then: nobody else',
    later.length > 0 ? `Later: ${later.sort().join('; ')}` : null,
  ]);
};

const cameToHave = (
  { spells, openings }: RecordUnderReview['knowledge'],
  organisation: OrganisationId,
  { eventId }: ReviewedEvent,
  { at }: MomentOfKnowledge,
  dates: ShownDates,
): string => {
  const visible = spells(organisation, eventId).find(({ from, level }) => from > at && level !== 'stub');
  const opened = openings(organisation, eventId).find((opening) => opening.at > at);
  return [
    visible === undefined ? '' : `visible ${dates.dayOf(visible.from)}`,
    opened === undefined ? '' : `opened ${dates.dayOf(opened.at)}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
};
