import { createSecretKey, randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { declarations, partName, partNames, partSet, type PartName } from '#casework';
import { emptyDirectory, type Directory, type Person } from '#identity';
import { accepted, storyClock, type Json } from '#kernel';
import type { Database } from '#platform';
import type { MakeDatabase } from '#platform/testing';
import { park, problemOf, setUpProjectionTables, type BuildTables } from '#projections';
import { createTokens } from '#sealing';
import type { SharingPolicies } from '#sharing-policy';
import type { CaseTouch, Entry, Reader } from '../api.js';
import type { Moment } from '../reading/moment.js';
import type { ReadPorts, ReadTables } from '../reading/ports.js';
import { timeline } from '../reading/timeline-query.js';
import { buildIn } from '../timeline/build.fixture.js';
import { positionAt, type Agency, type Happened } from '../timeline/story.fixture.js';
import type { TimelineTables } from '../timeline/tables.js';
import { timelineProjection } from '../timeline/timeline-projection.js';
import { timelineView } from '../timeline/timeline-view.js';
import type { Feed } from './api.js';
import { openFeed } from './open-feed.js';

type Tables = TimelineTables & BuildTables;

/** People of the stories whom `neverTo` may name, by their organisation. */
const people: Readonly<Record<string, Agency>> = {
  somebody: 'northbridge',
  'riverside-worker': 'riverside',
  'northbridge-worker': 'northbridge',
  'northbridge-other': 'northbridge',
};

const directoryOfStories = (teams: ReadonlyMap<string, string>): Directory => {
  const person = (id: string): Person | undefined => {
    const organisation = people[id];
    const more = { role: 'duty-worker', supervisor: null, vetting: null } as const;
    return (
      organisation && { id, organisation, name: id, suspended: false, team: teams.get(id) ?? null, ...more }
    );
  };
  return { ...emptyDirectory(), person };
};

/** Every field that a part may have, by part: a story seals no details, so what is opened of it names the part itself. */
const fieldsOf = new Map<PartName, readonly string[]>(
  partNames.map((part) => [
    part,
    declarations.flatMap(({ fields }) =>
      Object.entries(fields)
        .filter(([, { category, grade }]) => partName(category, grade) === part)
        .map(([name]) => name),
    ),
  ]),
);

const everything = partSet(partNames);

/** A feed over stories that are told into tables, without log and keys. */
export const feedOfStories = async (make: MakeDatabase, policies: SharingPolicies) => {
  const { database, remove } = await make<ReadTables>();
  await setUpProjectionTables(database);
  const builds = ['one', 'other'].map((namespace) => ({
    namespace,
    ...buildIn<TimelineTables>(database as unknown as Database<Tables>, namespace),
  }));
  let build = builds[0]!;
  const clock = storyClock('2010-01-01T00:00:00.000Z');
  const listeners = new Set<() => void>();
  const recorded: (readonly CaseTouch[])[] = [];
  let recording: () => Promise<void> = () => Promise.resolve();
  const opening = { fails: false };
  const teams = new Map<string, string>();
  const ports: ReadPorts = {
    database: database.reader,
    policies,
    directory: directoryOfStories(teams),
    clock,
    sealing: {
      openParts: (parts) => {
        if (opening.fails) return Promise.reject(new Error('no key'));
        return Promise.resolve(
          parts.map(({ sealed: { part, sealed } }) =>
            accepted(Object.fromEntries(fieldsOf.get(part)!.map((name) => [name, sealed])) as Json),
          ),
        );
      },
    },
  };
  const feedWith = (tokens: Parameters<typeof openFeed>[0]['tokens']): Feed =>
    openFeed({
      ...ports,
      tokens,
      disclosures: {
        record: async (_reader, touches) => {
          await recording();
          recorded.push(touches);
        },
      },
      progress: {
        moved: (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      },
    });
  const key = () => createSecretKey(randomBytes(32));
  const tokens = createTokens(key(), key());
  const newProjection = (mostEventsInMemory?: number) =>
    timelineProjection({
      ...{ policies, clock, mostEventsInMemory },
      onAlarm: (alarm) => {
        throw new Error(JSON.stringify(alarm));
      },
    });
  let projection = newProjection();
  const moved = () => {
    for (const listener of [...listeners]) listener();
  };

  return {
    clock,
    recorded,
    opening,
    /** In whose team somebody is from now on. */
    joinsTeam: (person: string, team: string) => void teams.set(person, team),
    listening: () => listeners.size,
    /** Runs before each record; where it fails, so does the record. */
    beforeRecording: (work: () => Promise<void>) => void (recording = work),
    feed: feedWith(tokens),
    /** As another process that serves the same feed has it. */
    feedOfAnotherProcess: () => feedWith(tokens),
    /** What is told next stands in a build of its own, which is read from now on in place of the one before. */
    begin: async (mostEventsInMemory?: number): Promise<void> => {
      projection = newProjection(mostEventsInMemory);
      build = builds.find((one) => one !== build)!;
      await build.emptied(projection);
      // As a build has them that is read.
      await build.inTransaction(async (transaction) => projection.finish?.(transaction));
      await database.writer.deleteFrom('projection_build').execute();
      await database.writer
        .insertInto('projection_build')
        .values({
          ...{ namespace: build.namespace, projection: timelineView.name, slot: 0, slots: 1 },
          ...{ version: timelineView.version, state: 'current', position: null, events_taken: 0, fence: 1 },
        })
        .execute();
      recorded.length = 0;
    },
    /** Takes events in, as one batch, and tells that the view has moved. */
    take: async (events: readonly Happened[]): Promise<void> => {
      if (events.length === 0) return;
      const batch = events.map(({ event }) => event);
      await build.inTransaction((transaction) => projection.apply(transaction, batch));
      const { position } = batch.at(-1)!;
      await database.writer.updateTable('projection_build').set({ position }).execute();
      moved();
    },
    moved,
    /** Looks into the tables that are read. */
    look: <Answer>(work: (moment: Moment) => Promise<Answer>): Promise<Answer> =>
      build.reader.transaction().execute((transaction) => work(transaction)),
    /** Parks the group of a case, or lets it go on. */
    parked: async (group: string | null): Promise<void> => {
      await build.inTransaction(async (transaction) => {
        await transaction.deleteFrom('projection_parked').execute();
        if (group === null) return;
        const problem = problemOf(new Error('It cannot be read.'));
        await park(transaction as unknown as Kysely<BuildTables>, {
          ...{ group, position: positionAt(0), problem, parkedAt: clock.now() },
        });
      });
      moved();
    },
    /** What the same reader is answered who asks for the timelines of these cases. */
    timelines: async (reader: Reader, cases: readonly string[], types?: readonly string[]) => {
      const entries = new Map<string, Entry>();
      for (const caseId of cases) {
        let after: Parameters<typeof timeline>[2]['after'];
        for (;;) {
          const query = { caseId, first: 25, after, selectedParts: () => everything, types };
          const planned = await timeline(ports, reader, query);
          if (!planned.ok) break;
          const page = await planned.value.open();
          for (const { node } of page.edges) entries.set(node.eventId, node);
          after = page.edges.at(-1)?.cursor;
          if (!page.hasNextPage) break;
        }
      }
      return entries;
    },
    close: remove,
  };
};
export type FeedOfStories = Awaited<ReturnType<typeof feedOfStories>>;
