import { Content, Start, type SubscribeRequest } from '#feed-client';
import { isId, type CaseId } from '#kernel';
import type { FeedQuery, FeedStart } from '#read-models';
import { invalid } from '../errors/refusal.js';
import { typesInFeed } from '../list-event-types.js';
import { selectedPartsOf, selectsDetails } from '../present-entry.js';

/** As many as the feed takes: it is said before anything is recorded. */
const mostCases = 100;
/** No cursor is nearly as long; what is longer need not be opened to be refused. */
const longestCursor = 2_000;

/** What a subscription asks for. @throws Refusal that names the field */
export const asked = ({ cases, types, start, content }: SubscribeRequest): FeedQuery => ({
  cases: casesIn(cases),
  types: typesIn(types),
  start: startIn(start),
  selectedParts: selectedPartsOf(selectsDetails(contentIn(content), 'thin')),
  delivery: 'feed',
});

const casesIn = (cases: readonly string[]): readonly CaseId[] | null => {
  if (cases.length > mostCases) throw invalid('cases', `may name at most ${mostCases}`);
  if (cases.length === 0) return null;
  const ids = cases.map((id, index) => {
    if (!isId(id)) throw invalid(`cases[${index}]`, 'is not an id');
    return id.toLowerCase();
  });
  return [...new Set(ids)];
};

const typesIn = (types: readonly string[]): readonly string[] | null => {
  if (types.length === 0) return null;
  types.forEach((type, index) => {
    if (!typesInFeed.has(type))
      throw invalid(`types[${index}]`, 'is not a type of event; ListEventTypes tells them all');
  });
  return [...new Set(types)];
};

const startIn = (start: SubscribeRequest['start']): FeedStart => {
  switch (start?.$case) {
    case undefined:
      throw invalid('start', 'must say where to begin: after a cursor, from the beginning, or from now');
    case 'after':
      if (start.after === '' || start.after.length > longestCursor) throw invalid('after', 'is not a cursor');
      return { after: start.after };
    case 'from':
      if (start.from === Start.START_FROM_BEGINNING) return 'beginning';
      if (start.from === Start.START_FROM_NOW) return 'now';
      throw invalid('from', 'must be START_FROM_BEGINNING or START_FROM_NOW');
  }
};

/** How much of an entry is asked for. @throws Refusal for a number that stands for nothing */
export const contentIn = (content: Content): Content => {
  if (Content[content] === undefined || content === Content.UNRECOGNIZED)
    throw invalid('content', 'must be CONTENT_THIN or CONTENT_FULL');
  return content;
};
