import type { EventId, OrganisationId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type { RecordUnderReview } from '../record-under-review.js';
import type { RelianceNode } from './reliance-graph.js';

interface Said {
  readonly organisation: string;
  readonly said: string;
}

const isSaid = (value: unknown): value is Said =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Partial<Said>).organisation === 'string' &&
  typeof (value as Partial<Said>).said === 'string';

/** Who said it is free text: an agency is meant where it is called by its name, with or without its department. */
const agencyCalled = (
  { agencies }: Pick<RecordUnderReview, 'agencies'>,
  name: string,
): OrganisationId | null => {
  const wanted = name.trim().toLowerCase();
  const called = [...agencies.values()].filter((agency) => {
    const full = agency.name.toLowerCase();
    return full === wanted || full.startsWith(`${wanted},`);
  });
  return called.length === 1 ? called[0]!.organisation : null;
};

/** What a decision relied on that was said and not recorded, in the order in which it tells of it. */
export const saidTo = (
  record: Pick<RecordUnderReview, 'agencies'>,
  decision: EventId,
  details: Details | undefined,
): readonly RelianceNode[] => {
  const words = details?.reliedOnByWord;
  if (!Array.isArray(words)) return [];
  return words.filter(isSaid).map(({ organisation, said }, index) => ({
    id: `${decision}-said-${index + 1}`,
    eventId: null,
    type: null,
    kindOfWork: null,
    isDecision: false,
    organisation: agencyCalled(record, organisation),
    organisationName: organisation,
    occurred: null,
    recordedAt: null,
    marks: [],
    said,
    stands: 'upstream',
  }));
};
