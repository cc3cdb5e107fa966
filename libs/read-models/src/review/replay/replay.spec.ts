import { afterAll, beforeAll, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { declarationOf, type EventHeader } from '#casework';
import { parseOccurred, storyClock, type Instant } from '#kernel';
import { describeOnEachDatabase, type TestDatabase } from '#platform/testing';
import type { BuildTables } from '#projections';
import type { SharingPolicies } from '#sharing-policy';
import { buildIn } from '../../timeline/build.fixture.js';
import { steps, tell } from '../../timeline/generated-stories.fixture.js';
import { given } from '../../timeline/given.js';
import { twoPolicies } from '../../timeline/policies.fixture.js';
import { agencies, type Happened } from '../../timeline/story.fixture.js';
import type { TimelineTables } from '../../timeline/tables.js';
import { timelineProjection } from '../../timeline/timeline-projection.js';
import { heldBackFrom } from '../knowledge/held-back.js';
import { knowledgeFrom } from '../knowledge/knowledge.js';
import type { Knowledge, ReviewedEvent } from '../record-under-review.js';
import { asItWas } from './folding.js';
import { historyOf, type HistoryEvent } from './history.js';
import { replay } from './replay.js';

const organisations = Object.keys(agencies);
const cases = ['a', 'b', 'c'];

describeOnEachDatabase('what the log tells of who had what', (make, dialect) => {
  const runs = dialect === 'postgres' ? 3 : 25;
  let made: TestDatabase<TimelineTables & BuildTables>;
  let build: ReturnType<typeof buildIn<TimelineTables>>;
  let policies: SharingPolicies;
  beforeAll(async () => {
    policies = twoPolicies();
    made = await make<TimelineTables & BuildTables>();
    build = buildIn(made.database);
  });
  afterAll(() => made.remove());

  /** Applies a story in two pieces; looks at the tables after each. */
  const inTwoPieces = async (
    events: readonly Happened[],
    cut: number,
    look: (upTo: Happened) => Promise<void>,
  ): Promise<void> => {
    const projection = timelineProjection({
      policies,
      onAlarm: (alarm) => {
        throw new Error(JSON.stringify(alarm));
      },
      clock: storyClock('2010-01-01T00:00:00.000Z'),
    });
    await build.emptied(projection);
    for (const piece of [events.slice(0, cut), events.slice(cut)]) {
      if (piece.length === 0) continue;
      await build.inTransaction((transaction) =>
        projection.apply(
          transaction,
          piece.map(({ event }) => event),
        ),
      );
      await look(piece.at(-1)!);
    }
  };

  const historyUpTo = (upTo: Happened): Promise<readonly HistoryEvent[]> =>
    build.reader
      .transaction()
      .execute((view) => historyOf(view, cases, upTo.event.position))
      .then(({ events }) => events);

  /** What each organisation had of each event from when until when, as the tables have it. */
  const spellsInTables = async () => {
    const now = await build.reader.selectFrom('agency_event').selectAll().execute();
    const past = await build.reader.selectFrom('agency_event_past').selectAll().execute();
    const rows = [...now.map((row) => ({ ...row, visible_until: null, ending_sequence: null })), ...past];
    const inOrder = rows.sort((a, b) => a.sequence - b.sequence);
    const replaces = (row: (typeof rows)[number], before: (typeof rows)[number]) =>
      before.organisation === row.organisation &&
      before.event_id === row.event_id &&
      before.ending_sequence === row.sequence - 1 &&
      before.given === row.given &&
      before.visible_from === row.visible_from;
    return (
      inOrder
        // A row that gives the agency what the one before it gave has changed for some person only.
        .filter((row) => !inOrder.some((next) => replaces(next, row)))
        .map((row) => ({
          organisation: row.organisation,
          event: row.event_id,
          given: row.given,
          policy: row.policy_version,
          from: row.visible_from,
          until: row.visible_until,
        }))
    );
  };
  type SpellInTables = Awaited<ReturnType<typeof spellsInTables>>[number];

  const replayedSpells = (events: readonly HistoryEvent[]): readonly SpellInTables[] => {
    const { spells } = replay(events, asItWas(policies));
    return organisations.flatMap((organisation) =>
      events.flatMap(({ header }) =>
        spells(organisation, header.id).map((spell) => ({
          organisation,
          event: header.id,
          given: spell.given.text,
          policy: spell.policyVersion,
          from: spell.from,
          until: spell.until,
        })),
      ),
    );
  };

  const sorted = (spells: readonly SpellInTables[]) => spells.map((spell) => JSON.stringify(spell)).sort();

  it('is what the tables have, up to any place in it', async () => {
    await fc.assert(
      fc.asyncProperty(steps(30), fc.nat({ max: 60 }), async (all, at) => {
        const { events } = tell(all, 'shipped');
        await inTwoPieces(events, Math.min(at, events.length), async (upTo) => {
          expect(sorted(replayedSpells(await historyUpTo(upTo)))).toEqual(sorted(await spellsInTables()));
        });
      }),
      { numRuns: runs },
    );
  });

  it('gives every agency at every instant the state that the tables give, and that the log up to then gave', async () => {
    await fc.assert(
      fc.asyncProperty(steps(30), fc.nat({ max: 60 }), async (all, at) => {
        const { events } = tell(all, 'shipped');
        const until = events[Math.min(at, events.length - 1)]!;
        await inTwoPieces(events, events.length, async () => {
          const instant = until.header.recordedAt;
          const whole = await historyUpTo(events.at(-1)!);
          const then = whole.filter(({ position }) => position <= until.event.position);
          const [afterwards, asItWasThen] = [knowledgeOf(whole), knowledgeOf(then)];
          const tables = (await spellsInTables()).filter(
            ({ from, until: end }) => from <= instant && (end === null || end > instant),
          );
          const inTables = new Map(tables.map((row) => [`${row.organisation} ${row.event}`, row.given]));
          for (const { header, position } of whole.filter(({ cases: of }) => of.length > 0)) {
            const event = reviewed(header, position);
            for (const agency of organisations) {
              const state = afterwards.stateOf(agency, event, { at: instant, before: null });
              expect(asItWasThen.stateOf(agency, event, { at: instant, before: null })).toBe(state);
              const had = inTables.get(`${agency} ${event.eventId}`);
              const isVisible = state === 'visible-unread' || state === 'stub-only';
              const own = event.organisation === agency && event.recordedAt <= instant;
              expect([event.eventId, agency, own ? state : isVisible]).toEqual([
                event.eventId,
                agency,
                own ? 'opened' : had !== undefined,
              ]);
              if (event.recordedAt > instant) expect(state).toMatch(/^not-yet-/);
              if (!own && had !== undefined)
                expect(state).toBe(given(had).level === 'stub' ? 'stub-only' : 'visible-unread');
            }
          }
        });
      }),
      { numRuns: runs },
    );
  });

  /** From spells and from what was said about sharing, with nobody having opened anything. */
  const knowledgeOf = (events: readonly HistoryEvent[]): Knowledge =>
    knowledgeFrom({
      replayed: replay(events, asItWas(policies)),
      openings: () => [],
      heldBack: heldBackFrom(events.filter(({ cases: of }) => of.length > 0)),
    });
});

const reviewed = (header: EventHeader, position: HistoryEvent['position']): ReviewedEvent => {
  const occurred = parseOccurred(header.occurred);
  if (!occurred.ok) throw new Error(occurred.reason);
  return {
    eventId: header.id,
    caseId: header.caseId ?? '',
    position,
    type: header.type,
    declaration: declarationOf(header.type) ?? null,
    kindOfWork: '',
    occurred: occurred.value,
    recordedAt: header.recordedAt satisfies Instant,
    organisation: header.recordedBy.organisation,
    person: header.recordedBy.person,
    role: header.recordedBy.role,
    source: header.source,
    relations: [],
    marks: [],
    level: 'full',
    handed: 0,
    withheld: [],
    addressees: [],
  };
};
