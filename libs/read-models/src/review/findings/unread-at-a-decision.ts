import type { EventId, OrganisationId } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import type { Definition, Found } from './finding.js';
import { agenciesOf, cite, counted, found } from './found.js';
import { momentOf } from './inquiry.js';
import { placeOf } from './states-of-knowledge.js';
import { dayIsUncertain, occurredBy } from './when.js';

const visibleUnread = placeOf('visible-unread');

/** A decision at which something could have been read and had not been, for the first time. */
export const unreadAtADecision: Definition = {
  id: 'unread-at-a-decision',
  version: 1,
  kind: 'information-sharing',
  words:
    'When an agency decided, it could see events of other agencies, more than as stubs, of which nobody there had opened ' +
    'any told part. Found for each decision at which there was such an event that had not been unread at an earlier ' +
    'decision of the agency; it cites those, and says how many were unread in all.',
  parameters: {},
  needs: {},
  find: ({ record, story, nameOf, visitStates }) => {
    const before = new Map<OrganisationId, Set<EventId>>();
    const decisions = story
      .filter(({ declaration }) => declaration?.decision === true)
      .map((decision) => ({ decision, moment: momentOf(decision) }));
    const all: Found[] = [];
    visitStates(decisions, ({ decision }, states) => {
      const { organisation } = decision;
      const known = before.get(organisation) ?? new Set();
      before.set(organisation, known);
      const fresh: ReviewedEvent[] = [];
      let unread = 0;
      for (const [place, state] of (states.get(organisation) ?? new Uint8Array()).entries()) {
        if (state !== visibleUnread) continue;
        unread += 1;
        const event = record.events[place]!;
        if (known.has(event.eventId)) continue;
        known.add(event.eventId);
        fresh.push(event);
      }
      if (fresh.length === 0) return;
      all.push(
        found({
          key: [decision.eventId],
          says: `${nameOf(organisation)} decided while ${counted(unread, 'event')} that it could read had not been opened there.`,
          agencies: agenciesOf(organisation),
          from: occurredBy(decision),
          dateUncertain: dayIsUncertain(decision),
          cites: [...cite('what-was-found', decision), ...cite('unread', ...fresh)],
          facts: { unread, unreadForTheFirstTime: fresh.length },
        }),
      );
    });
    return all;
  },
};
