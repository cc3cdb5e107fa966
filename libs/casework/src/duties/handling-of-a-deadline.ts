import type { OrganisationId } from '#kernel';
import { openHandling, type Handling } from '../vocabulary/event-header.js';
import type { PartName } from '../vocabulary/parts.js';
import type { Mover } from './state.js';

/** What a deadline holds. */
const parts: readonly PartName[] = ['core.coded', 'core.told'];

type Kept = Pick<Mover, 'recordedBy' | 'handling'>;

/** Its recorder always has an event; the list of a deadline must say so, since the system records it. */
const whoMayHave = ({ recordedBy, handling }: Kept): readonly OrganisationId[] | null =>
  handling.releasableTo && [...new Set([recordedBy, ...handling.releasableTo])];

const both = (
  some: readonly OrganisationId[] | null,
  others: readonly OrganisationId[] | null,
): readonly OrganisationId[] | null =>
  some === null || others === null ? (some ?? others) : some.filter((one) => others.includes(one));

const isNotForImmigration = ({ handling }: Kept): boolean =>
  handling.caveats.some(
    ({ caveat, parts: of }) =>
      caveat === 'not-for-immigration' && (of === undefined || of.some((part) => parts.includes(part))),
  );

/**
 * How a deadline is to be handled that tells of some events: only to those to whom all of them are released, and not to
 * immigration what of one of them is not. Covert and never-to are left to the view, which hides an event as well as
 * those that it is about: stated here, they would hide it from their recorder.
 */
export const handlingOf = (told: readonly Kept[]): Handling => ({
  ...openHandling,
  caveats: told.some(isNotForImmigration) ? [{ caveat: 'not-for-immigration' }] : [],
  releasableTo: told.map(whoMayHave).reduce(both, null),
});
