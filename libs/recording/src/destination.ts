import type { EventDeclaration } from '#casework';
import { derivedId, type CaseId, type EventId } from '#kernel';
import type { RecordRequest } from './api.js';

type Begins = Pick<RecordRequest, 'principal' | 'type' | 'key'>;

const derived = ({ principal, type, key }: Begins, what: string | number) =>
  derivedId(principal.organisation, principal.person, type, key, what);

/** The id of the case that this action begins, or would begin; it can be told before and after it is recorded. */
export const caseBegunBy = (request: Begins): CaseId => derived(request, 'case');

/**
 * Where an action's events go, and which ids they have. Both follow from who acts, what the action is and its key, so
 * that the same request sent again, even much later and to another process, arrives at the same place.
 */
export interface Destination {
  readonly stream: string;
  readonly kind: 'case' | 'link';
  readonly caseId: CaseId | null;
  readonly linkId: string | null;
  /** The action begins the stream: it must not be there yet. */
  readonly begins: boolean;
  readonly eventIds: (ordinal: number) => EventId;
}

export const destinationOf = (declaration: EventDeclaration, request: RecordRequest): Destination => {
  const idOf = (what: string | number) => derived(request, what);
  if (declaration.stream === 'link') {
    const linkId = request.linkId ?? idOf('link');
    return {
      stream: `link-${linkId}`,
      kind: 'link',
      caseId: request.caseId,
      linkId,
      begins: request.linkId === null,
      eventIds: idOf,
    };
  }
  const caseId = request.caseId ?? caseBegunBy(request);
  return {
    stream: `case-${caseId}`,
    kind: 'case',
    caseId,
    linkId: null,
    begins: request.caseId === null,
    eventIds: idOf,
  };
};
