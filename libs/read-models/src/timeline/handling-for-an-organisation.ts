import { noParts, partSet, type PartSet } from '#casework';
import type { OrganisationId } from '#kernel';
import { isForRecorderAndBoardOnly, isOfAClock, type Entry } from './entry.js';
import type { Group } from './group.js';
import { correctedBy, spokenOfBy } from './speaking-of-others.js';

/** What stands between one organisation and an event, as the recorders of it and of those that it speaks of demand. */
export interface HandlingFor {
  readonly covert: boolean;
  readonly recorderAndBoardOnly: boolean;
  readonly neverToOrganisation: boolean;
  /** Organisations and people. */
  readonly neverTo: readonly string[];
  readonly outsideReleasable: boolean;
  readonly held: PartSet;
  readonly notForImmigration: PartSet;
}

/** An event is hidden at least as well as those that it speaks of, and a correction tells no more than the corrected. */
export const handlingFor = (group: Group, entry: Entry, organisation: OrganisationId): HandlingFor => {
  const recorded = asItStands(entry, organisation);
  if (entry.relations.length === 0) return recorded;
  const spokenOf = spokenOfBy(group, entry);
  if (spokenOf.length === 0) return recorded;
  const own = isOfAClock(entry) ? asThoseThatItTimes(group, entry, recorded, organisation) : recorded;
  const hidden = spokenOf.filter((one) => !isKnownTo(one, entry, organisation));
  const others = spokenOf.filter(({ recorder }) => recorder !== organisation);
  const corrected = correctedBy(group, entry).map((one) => asItStands(one, organisation));
  return {
    covert: own.covert || hidden.some(({ handling }) => handling.covert),
    recorderAndBoardOnly: own.recorderAndBoardOnly || hidden.some(isForRecorderAndBoardOnly),
    neverToOrganisation:
      own.neverToOrganisation || others.some(({ handling }) => handling.neverTo.includes(organisation)),
    neverTo: together([own.neverTo, ...spokenOf.map(({ handling }) => handling.neverTo)]),
    outsideReleasable: own.outsideReleasable || corrected.some((one) => one.outsideReleasable),
    held: corrected.reduce((parts, { held }) => parts | held, own.held) & entry.present,
    notForImmigration:
      corrected.reduce((parts, one) => parts | one.notForImmigration, own.notForImmigration) & entry.present,
  };
};

const asItStands = (
  { handling, recorder, recorderAndBoardOnly, held }: Entry,
  organisation: OrganisationId,
): HandlingFor => ({
  covert: handling.covert,
  recorderAndBoardOnly,
  neverToOrganisation: handling.neverTo.includes(organisation),
  neverTo: handling.neverTo,
  outsideReleasable:
    handling.releasableTo !== null &&
    recorder !== organisation &&
    !handling.releasableTo.includes(organisation),
  held: held?.get(organisation) ?? noParts,
  notForImmigration: handling.notForImmigration,
});

/**
 * What a clock says is released as what it speaks of is now: nobody but the system recorded it, so nobody could change its
 * handling when that of the other changes.
 */
const asThoseThatItTimes = (
  group: Group,
  entry: Entry,
  recorded: HandlingFor,
  organisation: OrganisationId,
): HandlingFor => {
  const timed = entry.relations
    .map(({ event }) => group.byId.get(event))
    .filter((one) => one !== undefined)
    .filter((one) => !isOfAClock(one))
    .map((one) => asItStands(one, organisation));
  if (timed.length === 0) return recorded;
  return {
    ...recorded,
    outsideReleasable: timed.some((one) => one.outsideReleasable),
    notForImmigration: timed.some((one) => (one.notForImmigration & ofADeadline) !== noParts)
      ? entry.present
      : noParts,
  };
};

/** What a deadline tells of what it is about. */
const ofADeadline = partSet(['core.coded', 'core.told']);

/** To its recorder, and to whomever its recorder writes of it by name: a refusal must reach the one who asked. */
const isKnownTo = (spokenOf: Entry, { recorder, addressed }: Entry, organisation: OrganisationId): boolean =>
  spokenOf.recorder === organisation || (spokenOf.recorder === recorder && addressed.includes(organisation));

const together = (lists: readonly (readonly string[])[]): readonly string[] => {
  const [first, ...more] = lists.filter((list) => list.length > 0);
  return first === undefined || more.length === 0 ? (first ?? noneNamed) : [...new Set(lists.flat())].sort();
};

const noneNamed: readonly string[] = [];
