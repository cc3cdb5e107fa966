import { endOfDay, type OrganisationId } from '#kernel';
import type {
  KnowledgeState,
  MomentOfKnowledge,
  RecordUnderReview,
  ReviewedEvent,
} from '../record-under-review.js';
import type { ShownDates } from './dates.js';
import type { Identities } from './identities.js';
import { sentences } from './words.js';

/** What is said of an agency that did not record the event, in this order; of the others there is nothing to say. */
const worthSaying = {
  opened: 'opened by',
  'visible-unread': 'not opened by',
  'stub-only': 'existence only',
  refused: 'refused to',
  withheld: 'withheld from',
} as const satisfies Partial<Record<KnowledgeState, string>>;

type Said = keyof typeof worthSaying;
const isSaid = (state: KnowledgeState): state is Said => state in worthSaying;

/**
 * What each other agency had of an event by the end of the day on which it was recorded, and when the rest came to have
 * it, by their codes: `Then opened by A2; existence only A5. Later A3 2011-01-06, opened 2011-01-20.`
 */
export const knownToWhom = (
  { agencies, knowledge }: RecordUnderReview,
  event: ReviewedEvent,
  identities: Identities,
  dates: ShownDates,
): string => {
  const moment: MomentOfKnowledge = { at: endOfDay(event.recordedAt), before: null };
  const then = new Map<Said, string[]>();
  const later = new Map<string, string[]>();
  const add = <Key>(lists: Map<Key, string[]>, key: Key, organisation: OrganisationId) =>
    lists.set(key, [...(lists.get(key) ?? []), identities.agencyCode(organisation)]);
  for (const organisation of agencies.keys()) {
    if (organisation === event.organisation) continue;
    const state = knowledge.stateOf(organisation, event, moment);
    if (isSaid(state)) add(then, state, organisation);
    if (state === 'opened') continue;
    const since = cameToHave(knowledge, organisation, event, moment, dates);
    if (since !== '') add(later, since, organisation);
  }
  const states = (Object.keys(worthSaying) as Said[])
    .filter((state) => then.has(state))
    .map((state) => `${worthSaying[state]} ${inOrder(then.get(state)!)}`);
  const sinces = [...later].sort(([a], [b]) => (a < b ? -1 : 1));
  return sentences([
    states.length > 0 ? `Then ${states.join('; ')}` : 'Then nobody else',
    sinces.length > 0
      ? `Later ${sinces.map(([since, codes]) => `${inOrder(codes)} ${since}`).join('; ')}`
      : null,
  ]);
};

const inOrder = (codes: readonly string[]): string =>
  [...codes].sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).join(', ');

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
    visible === undefined ? '' : dates.dayOf(visible.from),
    opened === undefined ? '' : `opened ${dates.dayOf(opened.at)}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
};
