import type { CaseId, EventId, Instant, Json } from '#kernel';

/** A CloudEvent 1.0 in structured mode. */
export const cloudEventType = 'application/cloudevents+json';

/** What is delivered once, whatever it is of. */
export interface Delivered {
  /** The same whenever it is sent again. */
  readonly id: string;
  /** What happened, and in which version it is told, e.g. `throughline.entry.ChildReportedMissing.v1`. */
  readonly type: string;
  /** Null where it is of the webhook itself. */
  readonly caseId: CaseId | null;
  readonly time: Instant;
  readonly data: Json;
}

export const typeOfEntry = (type: string | null, version: number | null): string =>
  type === null ? 'throughline.entry.stub.v1' : `throughline.entry.${type}.v${version ?? 1}`;

export const typeOfEnding = 'throughline.entry.ended.v1';

export const typeOfBeginningAnew = 'throughline.feed.begun-anew.v1';

/** Where an entry can be fetched by whoever may have it. */
export const linkOf = (publicUrl: string, eventId: EventId): string =>
  `${publicUrl.replace(/\/+$/, '')}/entries/${eventId}`;

export const cloudEvent = (publicUrl: string, { id, type, caseId, time, data }: Delivered): string =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: publicUrl,
    type,
    ...(caseId === null ? {} : { subject: caseId }),
    time,
    datacontenttype: 'application/json',
    data,
  });
