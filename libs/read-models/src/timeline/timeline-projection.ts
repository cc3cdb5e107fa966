import type { Transaction } from 'kysely';
import type { EventHeader } from '#casework';
import type { Position, RecordedEvent } from '#event-store';
import type { CaseId, Clock, OrganisationId } from '#kernel';
import { slotOf, type BuildTables, type Projection, type ProjectionAlarm, type Slot } from '#projections';
import { CannotDecide, type SharingPolicies } from '#sharing-policy';
import { groupsInMemory } from './groups-in-memory.js';
import { loadScopes, loadView } from './load-view.js';
import type { Material } from './material.js';
import { rowInserter } from './insert-rows.js';
import { parkedGroupsOfTimeline } from './parked-groups-of-timeline.js';
import { addPending, nothingPending } from './pending-changes.js';
import {
  groupOfStream,
  isGround,
  ledgerRow,
  readEvent,
  readWaiting,
  unreadableRow,
  type ReadEvent,
} from './read-event.js';
import { saysScope } from './scopes-of-reviews.js';
import { finishTimeline, setUpTimeline, type TimelineTables } from './tables.js';
import { decideAnew, takeEvent } from './take-event.js';
import { timelineView } from './timeline-view.js';
import { allWritten, emptyView, foldGround, type View, type Written } from './view.js';
import { writePending } from './write-pending.js';

type Tables = TimelineTables & BuildTables;
type Writing = Transaction<Tables>;

export interface TimelineProjectionOptions {
  readonly policies: SharingPolicies;
  /** Told when a group is parked. */
  readonly onAlarm: (alarm: ProjectionAlarm) => void;
  readonly clock: Clock;
  /** How many events the groups in memory may have together; 50,000 unless told. */
  readonly mostEventsInMemory?: number;
  /** The part of it whose organisations' views are written; the whole unless told. */
  readonly slot?: Slot;
}

/** The organisations of a slot. It is asked for each row that is decided, and there are some hundreds of them. */
const organisationsOf = ({ slot, slots }: Slot): Written => {
  if (slots === 1) return allWritten;
  const known = new Map<OrganisationId, boolean>();
  return (organisation) => {
    const before = known.get(organisation);
    if (before !== undefined) return before;
    const isOurs = slotOf(organisation, slots) === slot;
    known.set(organisation, isOurs);
    return isOurs;
  };
};

/** Changes beyond this many are written before more are made, so that deciding everything anew needs little memory. */
const mostPending = 5_000;

/** The view of every agency, built from the log. */
export const timelineProjection = (options: TimelineProjectionOptions): Projection<TimelineTables> => {
  const { policies, onAlarm, clock, mostEventsInMemory = 50_000 } = options;
  const { slot = { projection: timelineView.name, slot: 0, slots: 1 } } = options;
  const written = organisationsOf(slot);
  const groups = groupsInMemory(mostEventsInMemory);
  const parked = parkedGroupsOfTimeline(clock, slot.slot, onAlarm);
  let view: View = emptyView();
  let viewLoaded = false;
  let scopes = new Map<string, readonly CaseId[]>();
  let pending = nothingPending();
  const insertRows = rowInserter();

  const tables = (writing: Writing) => writing as unknown as Transaction<TimelineTables>;

  const begin = async (writing: Writing): Promise<void> => {
    if (!viewLoaded) {
      view = await loadView(tables(writing), policies);
      scopes = await loadScopes(tables(writing));
    }
    viewLoaded = true;
    await parked.load(writing);
  };

  /** Reads events of a batch in their order: a review says which cases it is about before anything is found in it. */
  const readInOrder = (event: RecordedEvent): ReadEvent => {
    const read = readEvent(event, scopes);
    if (!read.ok || !saysScope(read.material.header)) return read;
    scopes.set(event.stream, read.cases);
    pending.reviewScopes.set(event.stream, { review: event.stream, cases: JSON.stringify(read.cases) });
    return read;
  };

  const flush = async (writing: Writing): Promise<void> => {
    const toWrite = pending;
    pending = nothingPending();
    await writePending(tables(writing), toWrite, view, insertRows);
  };

  const decideEverythingAnew = async (writing: Writing, cause: EventHeader, position: Position) => {
    await flush(writing);
    const all = await writing
      .selectFrom('case_group')
      .select(({ fn }) => ['group_id', fn.min('first_position').as('first')])
      .groupBy('group_id')
      .orderBy('first')
      .execute();
    for (const { group_id: id } of all) {
      if (parked.has(id)) continue;
      const wasThere = groups.get(id) !== undefined;
      if (!wasThere) await groups.load(tables(writing), [id]);
      const { group } = groups.get(id)!;
      addPending(pending, decideAnew(view, group, cause, written), cause, position);
      if (pending.events.size >= mostPending) await flush(writing);
      if (!wasThere) {
        // It is read from the tables when it is needed again, so nothing of it may be left unwritten.
        await flush(writing);
        groups.drop(id);
      }
    }
  };

  const take = (material: Material, cases: readonly CaseId[]): void => {
    const { header, position } = material;
    const { id, group, changed } = groups.together(cases, position);
    const changes = takeEvent(view, group, header, position, written);
    groups.grown(id);
    for (const row of changed) pending.caseGroups.set(row.case_id, row);
    pending.materials.set(header.id, material);
    addPending(pending, changes, header, position);
  };

  /** The groups in memory to which cases belong, each with its cases; a case without one is its own. */
  const groupsOf = (cases: readonly CaseId[]): ReadonlyMap<string, readonly CaseId[]> => {
    const found = new Map<string, readonly CaseId[]>();
    for (const one of cases) {
      const named = groups.get(one);
      if (named === undefined) found.set(one, [one]);
      else found.set(named.id, [...named.group.cases.keys()]);
    }
    return found;
  };

  const parkAll = async (
    writing: Writing,
    waiting: ReadonlyMap<string, readonly CaseId[]>,
    position: Position,
    error: unknown,
  ) => {
    for (const [group, cases] of waiting) {
      await parked.park(writing, group, cases, position, error);
    }
  };

  const applyOne = async (writing: Writing, event: RecordedEvent, read: ReadEvent): Promise<void> => {
    if (!read.ok) {
      // Without the directory or the policy nothing can be decided: there is no group to set aside.
      if (isGround(event.stream)) throw read.problem;
      const own = groupOfStream(event.stream);
      const [[group, cases]] = [...groupsOf([own])] as [[string, readonly CaseId[]]];
      const waits = parked.waitsFor(event.stream, [own]);
      pending.ledger.push(unreadableRow(event, waits ?? group));
      if (waits === null) await parkAll(writing, new Map([[group, cases]]), event.position, read.problem);
      groups.drop(group);
      return;
    }
    const { material, cases } = read;
    if (cases.length === 0) return takeGround(writing, event, material);
    const row = ledgerRow(event, material, cases);
    pending.ledger.push(row);
    row.waits_for = parked.waitsFor(event.stream, cases);
    if (row.waits_for !== null) return;
    const before = groupsOf(cases);
    try {
      take(material, cases);
    } catch (error) {
      // The engine failed, and not the event: nothing is taken in until it decides again.
      if (error instanceof CannotDecide) throw error;
      [row.waits_for = null] = before.keys();
      for (const id of cases) groups.drop(groups.get(id)?.id ?? id);
      await parkAll(writing, before, event.position, error);
    }
  };

  const takeGround = async (writing: Writing, event: RecordedEvent, material: Material): Promise<void> => {
    if (!decides.has(material.header.type)) return;
    pending.ledger.push(ledgerRow(event, material, []));
    if (foldGround(view, material.header, policies)) {
      pending.policyAdopted = view.policy?.version ?? null;
      await decideEverythingAnew(writing, material.header, event.position);
    }
  };

  /** The parked groups that have to go on together, because an event that waits is about several of them. */
  const waitingWith = async (writing: Writing, group: string) => {
    const together = new Set([group]);
    for (;;) {
      const rows = await writing
        .selectFrom('ledger')
        .selectAll()
        .where('waits_for', 'in', [...together])
        .orderBy('position')
        .execute();
      const before = together.size;
      for (const row of rows) {
        const read = readWaiting(row, scopes);
        if (!read.ok) throw read.problem;
        for (const id of read.cases) {
          const waits = parked.waitsFor(row.stream, [id]);
          if (waits !== null) together.add(waits);
        }
      }
      if (together.size === before) return { together, rows };
    }
  };

  return {
    ...timelineView,
    setUp: (transaction) => setUpTimeline(transaction),
    finish: (transaction) => finishTimeline(transaction),
    apply: async (writing, events) => {
      await begin(writing);
      const read = events.map(readInOrder);
      const cases = new Set(read.flatMap((one) => (one.ok ? one.cases : [])));
      for (const event of events) cases.add(groupOfStream(event.stream));
      await groups.load(
        tables(writing),
        [...cases].filter((id) => !parked.has(id)),
      );
      for (const [index, event] of events.entries()) await applyOne(writing, event, read[index]!);
      await flush(writing);
      groups.evict();
    },
    forget: () => {
      groups.clear();
      parked.forget();
      viewLoaded = false;
      pending = nothingPending();
    },
    retry: async (writing, group) => {
      await begin(writing);
      const { together, rows } = await waitingWith(writing, group);
      await parked.unpark(writing, together);
      groups.clear();
      let last: Material | undefined;
      for (const row of rows) {
        const read = readWaiting(row, scopes);
        if (!read.ok) throw read.problem;
        await flush(writing);
        await groups.load(tables(writing), read.cases);
        take(read.material, read.cases);
        await flush(writing);
        const { header, parts } = read.material;
        await writing
          .updateTable('ledger')
          .set({ waits_for: null, case_id: read.cases[0]!, event_id: header.id })
          .set({ header: JSON.stringify(header), parts: JSON.stringify(parts) })
          .where('position', '=', row.position)
          .execute();
        last = read.material;
      }
      if (last === undefined) return;
      // Policy and directory may have changed while it waited.
      for (const id of new Set(rows.map(({ case_id }) => groups.get(case_id)?.id))) {
        const named = id === undefined ? undefined : groups.get(id);
        if (named === undefined) continue;
        const { header, position } = last;
        addPending(pending, decideAnew(view, named.group, header, written), header, position);
      }
      await flush(writing);
    },
  };
};

/** What of the directory and the policy stream decides who sees what. */
const decides: ReadonlySet<string> = new Set(['PolicyAdopted', 'OrganisationRegistered']);
