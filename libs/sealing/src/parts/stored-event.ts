import type { EventHeader } from '#casework';
import type { Json } from '#kernel';
import { headerJson } from './header-digest.js';
import type { SealedPart } from './sealed-part.js';
import { mistakeInStored } from './stored-shape.js';

/** An event as the log holds it: the header in clear, each part sealed. */
export interface StoredEvent {
  readonly header: EventHeader;
  readonly parts: readonly SealedPart[];
}

/** What the log holds is not an event of this product, or of a later version of it. Names the member, never its value. */
export class MalformedStoredEvent extends Error {
  override readonly name = 'MalformedStoredEvent';

  constructor(readonly member: string) {
    super(`A stored event cannot be read: ${member} is not as it should be.`);
  }
}

/** The event as JSON for the log. */
export const toStored = ({ header, parts }: StoredEvent): Json => ({
  header: headerJson(header),
  parts: parts.map((part) => ({ ...part })),
});

/**
 * Reads what the log holds. What is not known is refused: a caveat or a member that this version does not understand
 * could be one that narrows who may see the event.
 * @throws MalformedStoredEvent
 */
export const fromStored = (stored: Json): StoredEvent => {
  const mistake = mistakeInStored(stored);
  if (mistake !== null) throw new MalformedStoredEvent(mistake);
  return stored as unknown as StoredEvent;
};
