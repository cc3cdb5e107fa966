import type { CaseId, Instant, OrganisationId } from '#kernel';
import type { EventHeader } from '../vocabulary/event-header.js';
import { LinkDisputed, RecordLinked, RecordLinkProposed, RecordUnlinked } from './events.js';

/** What is known of a link between cases, from the headers of its stream alone. */
export interface LinkState {
  /** The cases that its first event named; empty before it. */
  readonly cases: readonly CaseId[];
  /** The organisation that proposed it; null where a lead's agreement began it. */
  readonly proposedBy: OrganisationId | null;
  /** The cases that have agreed, each with who agreed for it: where its own lead did, that one. */
  readonly agreed: ReadonlyMap<CaseId, OrganisationId>;
  /** Cases whose lead holds that they do not belong, and has not agreed since. */
  readonly disputed: ReadonlySet<CaseId>;
  readonly takenOut: ReadonlySet<CaseId>;
  readonly lastRecordedAt: Instant | null;
}

export const emptyLink: LinkState = {
  cases: [],
  proposedBy: null,
  agreed: new Map(),
  disputed: new Set(),
  takenOut: new Set(),
  lastRecordedAt: null,
};

/** The cases that a header-bound field names. */
export const casesIn = (values: Readonly<Record<string, unknown>>, field: string): readonly CaseId[] => {
  const value = values[field];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
};

const union = <T>(set: ReadonlySet<T>, more: Iterable<T>): ReadonlySet<T> => new Set([...set, ...more]);
const less = <T>(set: ReadonlySet<T>, fewer: readonly T[]): ReadonlySet<T> =>
  new Set([...set].filter((item) => !fewer.includes(item)));

/** What is known of a link after one more event of its stream. */
export const evolveLink = (link: LinkState, header: EventHeader): LinkState => {
  const { type, concerns, recordedAt, recordedBy } = header;
  const dated = {
    ...link,
    lastRecordedAt: recordedAt,
    cases: link.cases.length === 0 ? casesIn(concerns, 'cases') : link.cases,
  };
  switch (type) {
    case RecordLinkProposed.type:
      return { ...dated, proposedBy: recordedBy.organisation };
    case RecordLinked.type: {
      const asLead = casesIn(concerns, 'agreedAsLead');
      const asAuthority = casesIn(concerns, 'agreedAsResponsibleAuthority');
      // Only the lead who disputed can put an end to the dispute: another's agreement does not.
      return {
        ...dated,
        agreed: new Map([
          ...asAuthority.map((id) => [id, recordedBy.organisation] as const),
          ...link.agreed,
          ...asLead.map((id) => [id, recordedBy.organisation] as const),
        ]),
        disputed: less(link.disputed, asLead),
      };
    }
    case LinkDisputed.type:
      return { ...dated, disputed: union(link.disputed, casesIn(concerns, 'disputedFor')) };
    case RecordUnlinked.type:
      return { ...dated, takenOut: union(link.takenOut, casesIn(concerns, 'takenOut')) };
    default:
      return dated;
  }
};

export const foldLink = (headers: Iterable<EventHeader>): LinkState => {
  let link = emptyLink;
  for (const header of headers) link = evolveLink(link, header);
  return link;
};

export interface LinkedCases {
  /** Cases whose organisations see one another's. */
  readonly joined: readonly CaseId[];
  /** Cases whose lead holds that they are another child's: between them and the joined ones only stubs show. */
  readonly disputed: readonly CaseId[];
}

/**
 * Which cases a link joins now. It takes two cases that have agreed (by their lead, or for them by the authority
 * responsible for the child); until then, and once fewer than two are left, it joins nothing. Whether the recorder was
 * entitled to agree was decided when it was recorded, so this needs to know of no lead. A dispute shows stubs only where
 * two organisations have agreed: else whoever leads two cases could make a third one show itself by disputing.
 */
export const linkedCases = (link: LinkState): LinkedCases => {
  const named = link.cases.filter((id) => !link.takenOut.has(id));
  const agreed = named.filter((id) => link.agreed.has(id));
  if (agreed.length < 2) return { joined: [], disputed: [] };
  const agreeing = new Set(agreed.map((id) => link.agreed.get(id)));
  return {
    joined: agreed.filter((id) => !link.disputed.has(id)),
    disputed: agreeing.size < 2 ? [] : named.filter((id) => link.disputed.has(id)),
  };
};
