import type { EventHeader } from '#casework';
import type { CaseId } from '#kernel';
import type { SharingPolicies } from '#sharing-policy';
import type { Entry } from './entry.js';
import { factsForOrganisation } from './facts-for-an-organisation.js';
import { emptyGroup, mergeGroups, type Group } from './group.js';
import { relationsToldTo } from './relations.js';
import { relationshipsIn } from './relationships.js';
import { casesWithin, saysScope } from './scopes-of-reviews.js';
import { factsAsText } from './row.js';
import type { RowChange } from './row-change.js';
import { decideAnew, takeEvent } from './take-event.js';
import { allWritten, emptyView, foldGround, type View, type Written } from './view.js';
import type { Happened } from './story.fixture.js';

/** A row as anybody could compare it. */
export interface PlainRow {
  organisation: string;
  sequence: number;
  digest: string;
  event: string;
  caseId: string;
  cause: string;
  given: string;
  level: string;
  handed: number;
  policyVersion: string;
  from: string;
  until: string | null;
  endingSequence: number | null;
  endingDigest: string | null;
  endingCause: string | null;
}

/** The view of every group as the pure function of the events, all in memory and never let go. */
export const wholeView = (policies: SharingPolicies, written: Written = allWritten) => {
  const view: View = emptyView();
  const groups = new Map<CaseId, Group>();
  const scopes = new Map<string, readonly CaseId[]>();
  const rows: PlainRow[] = [];
  const byNumber = new Map<string, PlainRow>();

  const note = (changes: readonly RowChange[], cause: EventHeader) => {
    for (const change of changes) {
      if (change.kind === 'published') {
        const row: PlainRow = {
          organisation: change.organisation,
          sequence: change.row.sequence,
          digest: change.row.digest,
          event: change.entry.id,
          caseId: change.row.caseId,
          cause: change.row.cause,
          given: change.row.given.text,
          level: change.row.given.level,
          handed: change.row.given.handed,
          policyVersion: change.row.policyVersion,
          from: change.row.visibleFrom,
          until: null,
          endingSequence: null,
          endingDigest: null,
          endingCause: null,
        };
        rows.push(row);
        byNumber.set(`${row.organisation} ${row.sequence}`, row);
      } else if (change.kind === 'ended') {
        const row = byNumber.get(`${change.organisation} ${change.row.sequence}`);
        if (row === undefined || row.until !== null)
          throw new Error('A row is ended once, and after it began.');
        row.until = change.visibleUntil;
        row.endingSequence = change.ending.number;
        row.endingDigest = change.ending.digest;
        row.endingCause = cause.id;
      }
    }
  };

  const groupFor = (cases: readonly CaseId[]): Group => {
    const found = [...new Set(cases.map((id) => groups.get(id)).filter((group) => group !== undefined))];
    const group = found.length === 0 ? emptyGroup() : mergeGroups(found);
    for (const id of [...cases, ...group.cases.keys()]) groups.set(id, group);
    return group;
  };

  const allGroups = (): readonly Group[] =>
    [...new Set(groups.values())].sort((a, b) => (a.entries[0]!.position < b.entries[0]!.position ? -1 : 1));

  return {
    view,
    rows,
    allGroups,
    take: ({ header, event }: Happened): readonly RowChange[] => {
      const cases = casesWithin(scopes, header);
      if (saysScope(header)) scopes.set(header.stream, cases);
      if (cases.length > 0) {
        const changes = takeEvent(view, groupFor(cases), header, event.position, written);
        note(changes, header);
        return changes;
      }
      if (!foldGround(view, header, policies)) return [];
      return allGroups().flatMap((group) => {
        const changes = decideAnew(view, group, header, written);
        note(changes, header);
        return changes;
      });
    },
    /** What an organisation has of an event now. */
    now: (organisation: string, { header }: Happened): PlainRow | undefined =>
      rows.find((row) => row.organisation === organisation && row.event === header.id && row.until === null),
  };
};
export type WholeView = ReturnType<typeof wholeView>;

/** What each organisation should have of each event, decided from nothing but the state as it is: slow and plain. */
export const naively = (
  { view, allGroups }: WholeView,
  organisations: Iterable<string>,
): ReadonlyMap<string, string> => {
  const decided = new Map<string, string>();
  const consider = (group: Group, entry: Entry, organisation: string) => {
    const agency = view.functions.get(organisation);
    if (agency === undefined || view.policy === null) return;
    const { ofCase, ofEvent } = factsForOrganisation(group, entry, organisation);
    const given = view.mayHave(agency, ofCase, ofEvent, entry.present);
    if (given === null) return;
    decided.set(`${organisation} ${entry.id}`, given.text);
  };
  for (const group of allGroups()) {
    for (const entry of group.entries) {
      for (const organisation of organisations) consider(group, entry, organisation);
    }
  }
  return decided;
};

/** The other tables of a view, as texts that can be compared: events with their parts, relations, cases and people. */
export const tablesOf = ({ allGroups }: WholeView) => {
  const events: string[] = [];
  const relations: string[] = [];
  const cases: string[] = [];
  const people: string[] = [];
  for (const group of allGroups()) {
    for (const entry of group.entries) {
      for (const [organisation, row] of entry.rows) {
        events.push(`${organisation} ${entry.id} ${row.caseId} ${row.given.text} ${factsAsText(row.facts)}`);

        for (const { kind, event } of relationsToldTo(group, entry, organisation)) {
          relations.push(`${organisation} ${entry.id} ${kind} ${event}`);
        }
      }
    }
    for (const [caseId, organisations] of group.agencyCases) {
      for (const [organisation, { flags, child, timeline, visibleFrom }] of organisations) {
        cases.push(`${organisation} ${caseId} ${flags} ${child} ${timeline} ${visibleFrom}`);
      }
    }
    for (const [caseId, kase] of group.cases) {
      for (const { organisation, person, relationship, through, endsAt } of relationshipsIn(kase).values()) {
        people.push(`${organisation} ${caseId} ${person} ${relationship} ${through} ${endsAt}`);
      }
    }
  }
  return { events: events.sort(), relations: relations.sort(), cases: cases.sort(), people: people.sort() };
};
