import { noParts } from '#casework';
import type { CaseId, OrganisationId } from '#kernel';
import type { Entry } from './entry.js';
import type { Group } from './group.js';
import { handlingFor } from './handling-for-an-organisation.js';
import { hasLeftSince } from './leaving.js';
import { reviewsCovering } from './reviews-covering.js';
import type { FactsOfEvent } from './row.js';
import { standingFlags, toldToPolicy } from './standing.js';
import { caseFlags, eventFlags } from './what-an-organisation-may-have.js';

export interface FactsForOrganisation {
  /** `caseFlags`, added together. */
  readonly ofCase: number;
  readonly ofEvent: FactsOfEvent;
  /** The case in whose timeline the organisation finds the event. */
  readonly caseId: CaseId;
}

/** What there is to know, for one organisation, before it is decided what it has of an event. */
export const factsForOrganisation = (
  group: Group,
  entry: Entry,
  organisation: OrganisationId,
): FactsForOrganisation => {
  const standing = standingTo(group, entry, organisation);
  const handling = handlingFor(group, entry, organisation);
  let flags = 0;
  if (entry.recorder === organisation) flags |= eventFlags.own;
  if (entry.ageResult) flags |= eventFlags.ageResult;
  if (handling.recorderAndBoardOnly) flags |= eventFlags.recorderAndBoardOnly;
  if (standing.addressed || isAddressed(group, entry, organisation)) flags |= eventFlags.addressed;
  if (handling.covert) flags |= eventFlags.covert;
  if (handling.outsideReleasable) flags |= eventFlags.outsideReleasable;
  if (handling.neverToOrganisation) flags |= eventFlags.neverToOrganisation;
  if (standing.disputed) flags |= eventFlags.disputedLink;
  const inScope = (standing.ofCase & caseFlags.reviewInScope) !== 0;
  const reviews = inScope ? reviewsCovering(group, entry, organisation) : none;
  return {
    ofCase: reviews.length > 0 ? standing.ofCase : standing.ofCase & ~caseFlags.reviewInScope,
    ofEvent: {
      flags,
      disclosed: entry.disclosed?.get(organisation) ?? noParts,
      held: handling.held,
      notForImmigration: handling.notForImmigration,
      neverTo: handling.neverTo,
      reviews,
    },
    caseId: standing.caseId,
  };
};

const none: readonly string[] = [];

const isAddressed = (group: Group, entry: Entry, organisation: OrganisationId): boolean =>
  entry.addressed.includes(organisation) && !hasLeftSince(group, entry, organisation);

interface StandingTo {
  readonly ofCase: number;
  readonly disputed: boolean;
  readonly addressed: boolean;
  readonly caseId: CaseId;
}

const standingTo = (group: Group, entry: Entry, organisation: OrganisationId): StandingTo => {
  const [caseId] = entry.cases;
  if (entry.namesItsCases) return standingToAll(group, entry, organisation);
  const standing = group.standings.get(caseId!);
  const flags = standing?.organisations.get(organisation) ?? 0;
  return {
    ofCase: toldToPolicy(flags) | (standing?.childMissing ? caseFlags.childMissing : 0),
    disputed: (flags & standingFlags.disputed) !== 0,
    addressed: false,
    caseId: caseId!,
  };
};

/**
 * An event about a link tells that each of the cases exists, so an organisation must stand to all of them; those that
 * lead one are addressed, for they are the ones to agree or to dispute. A review is its board's.
 */
const standingToAll = (group: Group, entry: Entry, organisation: OrganisationId): StandingTo => {
  let some = 0;
  let every =
    standingFlags.onCase | standingFlags.disputed | standingFlags.reviewInScope | standingFlags.emergency;
  let childMissing = false;
  let home: CaseId | undefined;
  for (const id of entry.cases) {
    const standing = group.standings.get(id);
    const flags = standing?.organisations.get(organisation) ?? 0;
    some |= flags;
    // To be on a case is more than to see stubs of it.
    every &= (flags & standingFlags.onCase) !== 0 ? flags | standingFlags.disputed : flags;
    if (standing?.childMissing && (flags & standingFlags.onCase) !== 0) childMissing = true;
    if (home === undefined && (flags & standingFlags.onCase) !== 0) home = id;
  }
  const onAll = (every & standingFlags.onCase) !== 0;
  return {
    ofCase: toldToPolicy(onAll ? some : every) | (childMissing ? caseFlags.childMissing : 0),
    disputed: !onAll && (every & standingFlags.disputed) !== 0,
    addressed: !entry.recorderAndBoardOnly && (some & standingFlags.leads) !== 0,
    caseId: home ?? entry.cases[0]!,
  };
};
