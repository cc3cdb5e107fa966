import type { WebhookContent } from '#casework';
import { accepted, refused, type Instant, type OrganisationId } from '#kernel';
import type { DisclosureLog, Entry, Feed, FeedItem, FeedRefusal, ReadModels } from '#read-models';
import { linkOf, typeOfEnding, typeOfEntry, type Delivered } from './cloud-event.js';
import { entryAsJson, selectedPartsOf, type PresentingEntries } from './entry-as-json.js';
import type { Source, SourceRefusal, TakenItem } from './source.js';

export interface EntriesPorts extends PresentingEntries {
  readonly feed: Feed;
  readonly reads: Pick<ReadModels, 'entry'>;
  readonly disclosures: DisclosureLog;
  readonly publicUrl: string;
}

/** Reading failed in a way that the words of a question can cause, and these are ours. */
export class FeedRefusedQuery extends Error {
  override readonly name = 'FeedRefusedQuery';

  constructor(readonly code: string) {
    super(`The feed refused what a webhook asks of it (${code}).`);
  }
}

/** The entries of the organisation's view, as its feed tells them. */
export const entriesSource = (ports: EntriesPorts): Source => {
  const { feed, reads, disclosures, publicUrl } = ports;

  const entryDelivered = (
    id: string,
    entry: Entry,
    organisation: OrganisationId,
    content: WebhookContent,
  ) => {
    const { caseId, eventId } = entry;
    const link = linkOf(publicUrl, eventId);
    const whole = content === 'full' ? { entry: entryAsJson(ports, organisation, entry) } : {};
    return {
      id,
      type: typeOfEntry(entry.type, entry.version),
      caseId,
      time: entry.visibleFrom,
      data: { caseId, eventId, kind: 'entry', link, ...whole },
    };
  };
  const endingDelivered = (id: string, caseId: string, eventId: string, time: Instant): Delivered => ({
    ...{ id, type: typeOfEnding, caseId, time },
    data: { caseId, eventId, kind: 'ended', link: linkOf(publicUrl, eventId) },
  });

  const taken = (item: FeedItem, organisation: OrganisationId, content: WebhookContent): TakenItem => {
    const { id, kind } = item;
    const { caseId, eventId } = kind === 'entry' ? item.entry : item;
    return {
      ...{ id, kind, caseId, subjectId: eventId },
      delivered: (now) =>
        kind === 'entry'
          ? entryDelivered(id, item.entry, organisation, content)
          : endingDelivered(id, caseId, eventId, now),
    };
  };

  return {
    name: 'entries',
    tellsOfBeginningAnew: true,
    open: async ({ organisation, cases, types }, who, start, content) => {
      const subscribed = await feed.subscribe(who, {
        ...{ cases, types, start, delivery: 'notification' },
        selectedParts: selectedPartsOf(content === 'full'),
      });
      if (!subscribed.ok) return refused(refusalOf(subscribed.reason));
      const { next, close } = subscribed.value;
      return accepted({
        close,
        next: async (options) => {
          const { items, checkpoint, closing } = await next(options);
          return { items: items.map((item) => taken(item, organisation, content)), checkpoint, closing };
        },
      });
    },
    again: async ({ id, kind, caseId, subjectId, takenAt }, { cases, types }, who, content) => {
      const reader = await who();
      if (!reader.ok) return 'later';
      const selectedParts = selectedPartsOf(content === 'full');
      const planned = await reads.entry(reader.value, { eventId: subjectId, selectedParts });
      if (!planned.ok && planned.reason.code !== 'NOT_FOUND') return 'later';
      const ending = endingDelivered(id, caseId, subjectId, takenAt);
      if (!planned.ok) return kind === 'ended' ? ending : 'gone';
      // What is visible still may have ended for this webhook alone: with a link to a case that it follows, or with its type.
      const mayBeBack = cases === null || cases.includes(caseId);
      if (kind === 'ended' && !mayBeBack) return ending;
      // An ending that has been taken back since would have the receiver remove what it may keep.
      if (kind === 'ended' && types === null) return 'gone';
      await disclosures.record(reader.value, planned.value.touches);
      const entry = await planned.value.open();
      if (kind === 'ended') return entry.type !== null && types?.includes(entry.type) ? 'gone' : ending;
      return entryDelivered(id, entry, reader.value.principal.organisation, content);
    },
  };
};

const refusalOf = (refusal: FeedRefusal): SourceRefusal => {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return 'case-not-there';
    case 'CURSOR_REFUSED':
      return 'begin-anew';
    case 'UNAVAILABLE':
    case 'CLOSED':
      return 'closed';
    case 'INVALID_INPUT':
      throw new FeedRefusedQuery(refusal.field);
  }
};
