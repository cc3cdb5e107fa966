import type { RegisteredWebhook, WebhookContent } from '#casework';
import type { CaseId, Instant, Result } from '#kernel';
import type { CurrentReader, FeedClosing, FeedStart } from '#read-models';
import type { Delivered } from './cloud-event.js';
import type { Waiting } from './kept-deliveries.js';
import type { SourceName } from './tables.js';

/** What a source gives: what is kept of it, and what is sent of it. */
export interface TakenItem {
  readonly id: string;
  readonly kind: string;
  readonly caseId: CaseId;
  readonly subjectId: string;
  /** What is sent, as it was just read; `now` is told to what has no time of its own. */
  readonly delivered: (now: Instant) => Delivered;
}

export interface TakenBatch {
  /** All are on record as disclosed. */
  readonly items: readonly TakenItem[];
  readonly checkpoint: string;
  readonly closing: FeedClosing | null;
}

export interface OpenedSource {
  readonly next: (options: {
    readonly most: number;
    readonly heartbeatMs: number;
    readonly signal: AbortSignal;
  }) => Promise<TakenBatch>;
  readonly close: () => void;
}

/** Why nothing is read: nothing can be for now, a named case is not there, or one has to begin anew. */
export type SourceRefusal = 'closed' | 'case-not-there' | 'begin-anew';

/** What reading again came to: what is sent, that it is not to be sent any more, or that it cannot be read for now. */
export type ReadAgain = Delivered | 'gone' | 'later';

/** From where something is delivered. */
export interface Source {
  readonly name: SourceName;
  /** Whether the receiver is told first, and takes that before anything else of this source, when one has to begin anew. */
  readonly tellsOfBeginningAnew: boolean;
  readonly open: (
    webhook: RegisteredWebhook,
    who: CurrentReader,
    start: FeedStart,
    content: WebhookContent,
  ) => Promise<Result<OpenedSource, SourceRefusal>>;
  /** Reads what waited, so that policy is asked again; on record as disclosed before it resolves. */
  readonly again: (
    waiting: Waiting & { readonly caseId: CaseId },
    webhook: RegisteredWebhook,
    who: CurrentReader,
    content: WebhookContent,
  ) => Promise<ReadAgain>;
}
