import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { recordOf } from '../record.fixture.js';
import { knowledgeStates, type MomentOfKnowledge } from '../record-under-review.js';
import { agencies, event } from './found-in.fixture.js';
import { statesOfKnowledge } from './states-of-knowledge.js';

const who = ['council', 'force', 'port'] as const;
const days = Array.from({ length: 12 }, (_none, day) => `2010-01-${String(day + 1).padStart(2, '0')}`);
const day = fc.constantFrom(...days);
const labels = ['e0', 'e1', 'e2', 'e3', 'e4', 'e5'];

const stories = fc
  .tuple(
    fc.array(fc.record({ by: fc.constantFrom(...who), occurred: day, late: fc.nat({ max: 3 }) }), {
      minLength: 1,
      maxLength: 6,
    }),
    fc.array(
      fc.record({
        agency: fc.constantFrom(...who),
        event: fc.constantFrom(...labels),
        from: day,
        until: fc.option(day, { nil: undefined }),
        level: fc.constantFrom('full', 'stub'),
      }),
      { maxLength: 8 },
    ),
    fc.array(fc.record({ agency: fc.constantFrom(...who), event: fc.constantFrom(...labels), at: day }), {
      maxLength: 4,
    }),
    fc.array(
      fc.record({
        agency: fc.constantFrom(...who),
        event: fc.constantFrom(...labels),
        on: day,
        state: fc.constantFrom('refused', 'withheld'),
      }),
      { maxLength: 3 },
    ),
  )
  .map(([happened, spells, openings, decisions]) => {
    const events = happened.map(({ by, occurred, late }, index) =>
      event(`e${index}`, by, 'ChildViewRecorded', occurred, {
        at: days[Math.min(days.indexOf(occurred) + late, days.length - 1)]!,
      }),
    );
    const known = new Set(events.map(({ label }) => label));
    const refusals = decisions.filter(({ event: named }) => known.has(named));
    const refusing = refusals.map(({ agency, event: named, on, state }, index) =>
      event(
        `d${index}`,
        events.find(({ label }) => label === named)!.by as (typeof who)[number],
        state === 'refused' ? 'DisclosureRefused' : 'DisclosureWithheld',
        on,
        { relations: { about: [named] }, details: { refusedTo: agency } },
      ),
    );
    return recordOf({
      agencies,
      events: [...events, ...refusing].sort((a, b) => ((a.at ?? a.occurred) < (b.at ?? b.occurred) ? -1 : 1)),
      // Nobody has a record before it is made.
      spells: spells.filter(({ event: named, from, until }) => {
        const at = events.find(({ label }) => label === named)?.at;
        return at !== undefined && from >= at && (until === undefined || until >= from);
      }),
      openings: openings.filter(({ event: named, at }) => {
        const recorded = events.find(({ label }) => label === named)?.at;
        return recorded !== undefined && at >= recorded;
      }),
      refusals: refusals.map(({ on, ...refusal }) => ({ ...refusal, from: on })),
    });
  });

describe('the states of all events at some moments', () => {
  it('are those that are told when each is asked for by itself', () => {
    fc.assert(
      fc.property(
        stories,
        fc.array(fc.tuple(day, fc.nat({ max: 24 }), fc.option(fc.nat({ max: 8 }), { nil: null })), {
          maxLength: 8,
        }),
        (record, asked) => {
          const items = asked.map(([on, hour, place]): { moment: MomentOfKnowledge } => ({
            moment: {
              at: new Date(Date.parse(on) + hour * 3_600_000).toISOString(),
              before: place === null ? null : (record.events[place]?.position ?? null),
            },
          }));
          let visited = 0;
          statesOfKnowledge(record)(items, ({ moment }, states) => {
            visited += 1;
            for (const agency of record.agencies.keys()) {
              const expected = record.events.map((each) => record.knowledge.stateOf(agency, each, moment));
              const got = [...states.get(agency)!].map((state) => knowledgeStates[state]);
              if (moment.before === null) expect(got).toEqual(expected);
              else {
                // A place in the log is told together with the instant of that record: earlier records stand before it.
                const counting = record.events.map(
                  ({ position, recordedAt }) => position < moment.before! || recordedAt >= moment.at,
                );
                expect(got.filter((_state, place) => counting[place])).toEqual(
                  expected.filter((_state, place) => counting[place]),
                );
              }
            }
          });
          expect(visited).toBe(items.length);
        },
      ),
    );
  });
});
