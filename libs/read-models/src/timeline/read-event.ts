import type { EventHeader } from '#casework';
import type { RecordedEvent } from '#event-store';
import type { CaseId, Json } from '#kernel';
import { EventNotUnderstood, materialOf, type Material } from './material.js';
import { casesWithin, type ScopesOfReviews } from './scopes-of-reviews.js';
import type { LedgerTable } from './tables.js';

export type ReadEvent =
  | { readonly ok: true; readonly material: Material; readonly cases: readonly CaseId[] }
  | { readonly ok: false; readonly problem: unknown };

/** The directory and the policy: on what they say every decision stands. */
export const isGround = (stream: string): boolean => stream === 'directory' || stream === 'policy';

/** Reads an event of the log. What is wrong with it is an answer, because the rest of a batch goes on. */
export const readEvent = (
  event: Pick<RecordedEvent, 'position' | 'stream' | 'data'>,
  scopes: ScopesOfReviews,
): ReadEvent => {
  try {
    const material = materialOf(event);
    const cases = casesWithin(scopes, material.header);
    if (cases.length === 0 && !isGround(event.stream)) throw new EventNotUnderstood('case');
    return { ok: true, material, cases };
  } catch (problem) {
    return { ok: false, problem };
  }
};

/** The group that an event which cannot be read belongs to, as far as its stream tells. */
export const groupOfStream = (stream: string): string =>
  stream.startsWith('case-') ? stream.slice('case-'.length) : stream;

export const ledgerRow = (
  { position, stream }: RecordedEvent,
  { header, partTexts }: Material,
  cases: readonly CaseId[],
): LedgerTable => ({
  position,
  event_id: header.id,
  stream,
  case_id: cases[0] ?? '',
  header: JSON.stringify(header),
  parts: `[${partTexts.join()}]`,
  waits_for: null,
});

/** An event that could not be read is kept as it came, for a version of the software that can read it. */
export const unreadableRow = ({ position, id, stream, data }: RecordedEvent, group: string): LedgerTable => ({
  position,
  event_id: id,
  stream,
  case_id: group,
  header: '',
  parts: JSON.stringify(data),
  waits_for: group,
});

/** Reads an event that waited in the ledger. */
export const readWaiting = (
  { position, stream, header, parts }: LedgerTable,
  scopes: ScopesOfReviews,
): ReadEvent => {
  const data: Json =
    header === ''
      ? (JSON.parse(parts) as Json)
      : { header: JSON.parse(header) as EventHeader as unknown as Json, parts: JSON.parse(parts) as Json };
  return readEvent({ position, stream, data }, scopes);
};
