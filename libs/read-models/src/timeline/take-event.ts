import type { EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, Instant, OrganisationId } from '#kernel';
import { changesOfCases, listedStandings } from './cases-of-organisations.js';
import { entryFrom, isOfGrant, type Entry } from './entry.js';
import { factsForOrganisation } from './facts-for-an-organisation.js';
import type { Given } from './given.js';
import { addEntry, foldHeader, type CaseChange, type Group } from './group.js';
import { addressedToWhoLeft } from './leaving.js';
import { changesOfRelations } from './relations.js';
import { changesOfRelationships } from './relationships.js';
import type { RowChange } from './row-change.js';
import type { FactsOfEvent, Row } from './row.js';
import { foldSaidAboutOthers } from './said-about-others.js';
import { casesWithin } from './scopes-of-reviews.js';
import { standingsOf, type CaseStanding } from './standing.js';
import { allWritten, nextInSequence, numbered, type View, type Written } from './view.js';

/**
 * Takes one event into the view of its group and answers what changes for whom. Group and view are changed in place;
 * where it throws, the group must be dropped, for it may be half changed. The numbers given are taken back.
 */
export const takeEvent = (
  view: View,
  group: Group,
  header: EventHeader,
  position: Position,
  written: Written = allWritten,
): readonly RowChange[] =>
  numbered(view, () => {
    const before = group.standings;
    const { entry, standings, ofCases, saidAbout } = fold(group, header, position);
    if (standings) group.standings = standingsOf(group);
    const affected = standings
      ? affectedBy(before, group, ofCases)
      : new Map<CaseId, ReadonlySet<OrganisationId>>();
    const whole = new Set(saidAbout);
    if (entry !== null) for (const one of [entry, ...addressedToWhoLeft(group, entry)]) whole.add(one);
    const changes: RowChange[] = [];
    for (const one of entriesToDecide(group, affected, whole)) {
      const organisations = whole.has(one) ? concernedBy(group, one) : organisationsAffected(one, affected);
      decide(view, group, one, organisations, header, written, changes);
    }
    return [
      ...changes,
      ...changesOfRelations(group, changes),
      ...changesOfCases(group, changes, standings, header.recordedAt, written),
      ...changesOfRelationships(ofCases, header.recordedAt, written),
    ];
  });

/** Decides a whole group anew because the ground has changed: the policy, or what an organisation is for. */
export const decideAnew = (
  view: View,
  group: Group,
  cause: EventHeader,
  written: Written = allWritten,
): readonly RowChange[] =>
  numbered(view, () => {
    const changes: RowChange[] = [];
    for (const entry of group.entries) {
      decide(view, group, entry, concernedBy(group, entry), cause, written, changes);
    }
    return [
      ...changes,
      ...changesOfRelations(group, changes),
      ...changesOfCases(group, changes, false, cause.recordedAt, written),
    ];
  });

/** Folds an event's header without deciding anything: the rows that followed from it are known already. */
export const foldOnly = (group: Group, header: EventHeader, position: Position): void => {
  fold(group, header, position);
};

interface Folded {
  /** Null for an event that is no entry of a timeline. */
  readonly entry: Entry | null;
  readonly standings: boolean;
  readonly ofCases: readonly CaseChange[];
  readonly saidAbout: readonly Entry[];
}

const fold = (group: Group, header: EventHeader, position: Position): Folded => {
  const cases = casesWithin(group.scopes, header);
  const { standings, changes: ofCases } = foldHeader(group, header, cases);
  if (isOfGrant(header)) return { entry: null, standings, ofCases, saidAbout: [] };
  const saidAbout = foldSaidAboutOthers(group, header);
  const entry = entryFrom(header, cases, position);
  addEntry(group, entry);
  return { entry, standings, ofCases, saidAbout };
};

/** For each case, the organisations whose standing to it has changed. */
const affectedBy = (
  before: ReadonlyMap<CaseId, CaseStanding>,
  group: Group,
  changes: readonly CaseChange[],
): ReadonlyMap<CaseId, ReadonlySet<OrganisationId>> => {
  const boards = boardsAffected(changes);
  const affected = new Map<CaseId, Set<OrganisationId>>();
  for (const [id, now] of group.standings) {
    const earlier = before.get(id);
    const changed = new Set<OrganisationId>(boards.get(id));
    const all = earlier?.childMissing !== now.childMissing;
    for (const [organisation, flags] of now.organisations) {
      if (all || earlier?.organisations.get(organisation) !== flags) changed.add(organisation);
    }
    for (const organisation of earlier?.organisations.keys() ?? []) {
      if (!now.organisations.has(organisation)) changed.add(organisation);
    }
    // Whoever is not on the case and has only what was shown to it is concerned by this too.
    if (all) for (const organisation of group.rowCounts.get(id)?.keys() ?? []) changed.add(organisation);
    if (changed.size > 0) affected.set(id, changed);
  }
  return affected;
};

/** A board stands to a case as before where it has another review of it: what it sees still follows the periods of both. */
const boardsAffected = (changes: readonly CaseChange[]): ReadonlyMap<CaseId, readonly OrganisationId[]> =>
  new Map(
    changes
      .filter(({ before, after }) => before.reviews !== after.reviews)
      .map(({ caseId, before, after }) => [
        caseId,
        [...before.reviews.values(), ...after.reviews.values()].map(({ board }) => board),
      ]),
  );

const entriesToDecide = (
  group: Group,
  affected: ReadonlyMap<CaseId, ReadonlySet<OrganisationId>>,
  whole: ReadonlySet<Entry>,
): Iterable<Entry> => {
  if (affected.size === 0 && whole.size === 1) return whole;
  const [only] = affected.keys();
  const [one] = whole;
  if (affected.size === 1 && whole.size === 1 && one?.cases.length === 1 && one.cases[0] === only) {
    return group.byCase.get(only!) ?? [];
  }
  const chosen = new Set(whole);
  for (const id of affected.keys()) for (const entry of group.byCase.get(id) ?? []) chosen.add(entry);
  return [...chosen].sort((a, b) => (a.position < b.position ? -1 : 1));
};

const organisationsAffected = (
  entry: Entry,
  affected: ReadonlyMap<CaseId, ReadonlySet<OrganisationId>>,
): Iterable<OrganisationId> => {
  if (entry.cases.length === 1) return affected.get(entry.cases[0]!) ?? [];
  return new Set(entry.cases.flatMap((id) => [...(affected.get(id) ?? [])]));
};

/** Every organisation that could have something of the event, and every one that has. */
const concernedBy = (group: Group, entry: Entry): ReadonlySet<OrganisationId> => {
  const organisations = new Set<OrganisationId>([entry.recorder, ...entry.addressed]);
  for (const id of entry.cases) {
    for (const organisation of group.standings.get(id)?.organisations.keys() ?? [])
      organisations.add(organisation);
  }
  for (const organisation of entry.disclosed?.keys() ?? []) organisations.add(organisation);
  for (const organisation of entry.rows.keys()) organisations.add(organisation);
  return organisations;
};

const decide = (
  view: View,
  group: Group,
  entry: Entry,
  organisations: Iterable<OrganisationId>,
  cause: EventHeader,
  written: Written,
  changes: RowChange[],
): void => {
  for (const organisation of organisations) {
    if (!written(organisation)) continue;
    const facts = factsForOrganisation(group, entry, organisation);
    const given = mayHave(view, organisation, facts.ofCase, facts.ofEvent, entry);
    const row = entry.rows.get(organisation);
    const sameShare = row !== undefined && given === row.given;
    if (sameShare && row.caseId === facts.caseId && sameFacts(row.facts, facts.ofEvent)) continue;
    let at = cause.recordedAt;
    const named = { event: entry.id, cause: cause.id };
    if (row !== undefined) {
      // What is recorded on one case may be dated before what was recorded on a case linked to it.
      at = later(at, row.visibleFrom);
      const ending = nextInSequence(view, organisation, { ...named, as: 'ended' });
      const standings = listedStandings(group, row.caseId, organisation);
      replaceRow(group, entry, organisation, row, undefined);
      changes.push({ kind: 'ended', organisation, entry, row, ending, visibleUntil: at, standings });
    }
    if (given === null) continue;
    const { number: sequence, digest } = nextInSequence(view, organisation, { ...named, as: 'published' });
    const published: Row = {
      given,
      caseId: facts.caseId,
      sequence,
      digest,
      // What has changed for some person only is told to no other: what they have began then, and was decided so.
      visibleFrom: sameShare ? row.visibleFrom : at,
      cause: cause.id,
      policyVersion: sameShare ? row.policyVersion : (view.policy?.version ?? ''),
      facts: facts.ofEvent,
    };
    replaceRow(group, entry, organisation, undefined, published);
    changes.push({ kind: 'published', organisation, entry, row: published });
  }
};

const replaceRow = (
  group: Group,
  entry: Entry,
  organisation: OrganisationId,
  before: Row | undefined,
  now: Row | undefined,
): void => {
  if (before !== undefined) count(group, before.caseId, organisation, -1);
  if (now === undefined) {
    entry.rows.delete(organisation);
    return;
  }
  entry.rows.set(organisation, now);
  count(group, now.caseId, organisation, 1);
};

const mayHave = (
  view: View,
  organisation: OrganisationId,
  ofCase: number,
  facts: FactsOfEvent,
  entry: Entry,
): Given | null => {
  const agency = view.functions.get(organisation);
  if (agency === undefined) {
    view.awaited.add(organisation);
    return null;
  }
  return view.mayHave(agency, ofCase, facts, entry.present);
};

const count = (group: Group, caseId: CaseId, organisation: OrganisationId, change: 1 | -1): void => {
  let counts = group.rowCounts.get(caseId);
  if (counts === undefined) group.rowCounts.set(caseId, (counts = new Map<OrganisationId, number>()));
  const now = (counts.get(organisation) ?? 0) + change;
  if (now === 0) counts.delete(organisation);
  else counts.set(organisation, now);
};

const later = (a: Instant, b: Instant): Instant => (a < b ? b : a);

const sameFacts = (a: FactsOfEvent, b: FactsOfEvent): boolean =>
  a.flags === b.flags &&
  a.disclosed === b.disclosed &&
  a.held === b.held &&
  a.notForImmigration === b.notForImmigration &&
  sameNames(a.neverTo, b.neverTo) &&
  sameNames(a.reviews, b.reviews);

const sameNames = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((name, index) => name === b[index]));
