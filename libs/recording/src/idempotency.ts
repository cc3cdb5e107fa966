import type { Json } from '#kernel';
import type { Sealing } from '#sealing';
import type { RecordRequest } from './api.js';

/**
 * A keyed digest of all that the caller said. It tells a retry from another input under the same key, and, being keyed,
 * lets nobody who holds the log try out what a sealed part may have said.
 */
export const digestOfRequest = (sealing: Pick<Sealing, 'digestOfInput'>, request: RecordRequest): string =>
  sealing.digestOfInput({
    purpose: request.purpose,
    caseId: request.caseId,
    linkId: request.linkId,
    occurred: request.occurred,
    source: request.source,
    handling: { ...request.handling },
    lawfulBasis: request.lawfulBasis,
    relations: request.relations.map(({ kind, event }) => ({ kind, event })),
    details: request.details as Json,
  });
