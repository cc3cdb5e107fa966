import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Instant } from '#kernel';
import { AssessmentCompleted } from '../childrens-services/assessment-events.js';
import {
  ChildProtectionConferenceHeld,
  StrategyDiscussionHeld,
} from '../childrens-services/child-protection-events.js';
import {
  LookedAfterEnded,
  LookedAfterReviewHeld,
  LookedAfterStarted,
} from '../childrens-services/looked-after-events.js';
import type { EventDeclaration, OpenedEvent } from '../declaration/case-event.js';
import { ContactReceived, ContactTurnedAway } from '../intake/contact-events.js';
import { ReferralDecisionMade } from '../intake/referral-events.js';
import { ChildLocated } from '../missing/events.js';
import { ReturnInterviewHeld } from '../missing/return-interview-events.js';
import { NrmReferralSubmitted, ReasonableGroundsDecided } from '../national-referral-mechanism/events.js';
import { CrimeRecorded } from '../police/investigation-events.js';
import {
  by,
  competentAuthority,
  eastmoor,
  eventsOf,
  metroPolice,
  northbridge,
  occurring,
  recordedAt,
  type Act,
  type Agency,
} from '../story.fixture.js';
import { dutiesToRecord, openDeadlines } from './duties-to-record.js';
import { caseAt, functionOf, lookedAt, lookedAtEach } from './duties.fixture.js';

type Doing = readonly [Agency, EventDeclaration, Readonly<Record<string, unknown>>];
const doings: readonly Doing[] = [
  [northbridge, ContactReceived, {}],
  [eastmoor, ContactReceived, {}],
  [metroPolice, ContactReceived, { helpAskedFor: ['protection-from-harm'] }],
  [northbridge, ContactTurnedAway, {}],
  [northbridge, ReferralDecisionMade, { outcome: 'no-further-action' }],
  [northbridge, ReferralDecisionMade, { outcome: 'section-47' }],
  [northbridge, AssessmentCompleted, { kind: 'child-and-family' }],
  [northbridge, StrategyDiscussionHeld, { outcome: 'section-47-jointly-with-police' }],
  [northbridge, ChildProtectionConferenceHeld, { conference: 'initial', outcome: 'plan-needed' }],
  [northbridge, LookedAfterStarted, {}],
  [northbridge, LookedAfterReviewHeld, { review: 'first' }],
  [northbridge, LookedAfterEnded, {}],
  [metroPolice, NrmReferralSubmitted, {}],
  [competentAuthority, ReasonableGroundsDecided, { outcome: 'suspended' }],
  [competentAuthority, ReasonableGroundsDecided, { outcome: 'positive', reflectionUntil: '2011-06-30' }],
  [metroPolice, ChildLocated, { how: 'came-back' }],
  [northbridge, ReturnInterviewHeld, {}],
  [metroPolice, CrimeRecorded, {}],
];

const begins = Date.parse('2010-11-01T00:00:00.000Z');
const hour = 3_600_000;
const hoursIn = (hours: number): Instant => new Date(begins + hours * hour).toISOString();
const theEnd = hoursIn(24 * 365);

interface Step {
  readonly doing: Doing;
  /** Hours since the step before. */
  readonly after: number;
  /** How many hours before it was recorded it occurred. */
  readonly lag: number;
  readonly onlyTheDay: boolean;
  /** Which of the acts before it is about; none where there is no such. */
  readonly about: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  doing: fc.constantFrom(...doings),
  after: fc.integer({ min: 0, max: 200 }),
  lag: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 72 }), fc.integer({ min: 0, max: 20_000 })),
  onlyTheDay: fc.boolean(),
  about: fc.integer({ min: 0, max: 20 }),
});

const actsOf = (steps: readonly Step[]): readonly Act[] => {
  const acts: Act[] = [];
  let hours = 0;
  for (const { doing, after, lag, onlyTheDay, about } of steps) {
    hours += after;
    const [agency, declaration, details] = doing;
    const occurred = hoursIn(hours - lag);
    const named = acts[about];
    acts.push(
      by(
        agency,
        declaration,
        details,
        occurring(onlyTheDay ? occurred.slice(0, 10) : `${occurred.slice(0, 19)}Z`),
        recordedAt(hoursIn(hours)),
        named === undefined ? {} : { relations: [{ kind: 'about', event: named.id }] },
      ),
    );
  }
  return acts;
};

const story = fc.array(step, { minLength: 1, maxLength: 14 }).map(actsOf);

/** What was said, whatever the order and the moment in which it was recorded. */
const saidIn = (events: readonly OpenedEvent[]) =>
  events
    .filter(({ header }) => header.type.startsWith('Deadline'))
    .map(({ header, details }) =>
      JSON.stringify([header.id, header.type, header.occurred, header.relations, details]),
    )
    .sort();

const openIn = (events: readonly OpenedEvent[]) =>
  openDeadlines(caseAt(events), functionOf).map(({ set, due }) => `${set} ${due}`);

describe('the deadlines of any case', () => {
  it('are the same whether somebody looked once, or at any moments in between', () => {
    fc.assert(
      fc.property(
        story,
        fc.array(fc.integer({ min: 0, max: 24 * 365 }), { maxLength: 12 }),
        (acts, looks) => {
          const events = eventsOf(acts);
          const once = lookedAt(events, theEnd);
          const often = lookedAtEach(events, [...looks.map(hoursIn), theEnd]);
          expect(saidIn(often)).toEqual(saidIn(once));
          expect(openIn(often).sort()).toEqual(openIn(once).sort());
        },
      ),
      { numRuns: 100 },
    );
  });

  it('are the same where somebody looked exactly when it was asked for and after each event', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const events = eventsOf(acts);
        const looks = new Set(events.map(({ header }) => header.recordedAt));
        let onRecord = events;
        for (const event of events) {
          const until = events.filter(({ header }) => header.recordedAt <= event.header.recordedAt);
          const { lookAgainAt } = dutiesToRecord(caseAt(until), event.header.recordedAt, functionOf);
          if (lookAgainAt !== null) looks.add(lookAgainAt);
        }
        onRecord = lookedAtEach(events, [...looks, theEnd]);
        expect(saidIn(onRecord)).toEqual(saidIn(lookedAt(events, theEnd)));
      }),
      { numRuns: 60 },
    );
  });

  it('have nothing more to say once it was said', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const once = lookedAt(eventsOf(acts), theEnd);
        expect(dutiesToRecord(caseAt(once), theEnd, functionOf).toRecord).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('have one setting for each clock, set before anything else is said of it, and are missed and met once at most', () => {
    fc.assert(
      fc.property(story, (acts) => {
        const keys = dutiesToRecord(caseAt(eventsOf(acts)), theEnd, functionOf).toRecord.map(
          ({ key }) => key,
        );
        expect(new Set(keys).size).toBe(keys.length);
        const set = new Set<string>();
        for (const key of keys) {
          const [type = '', rule, start] = key.split(':');
          if (type === 'DeadlineSet') set.add(`${rule} ${start}`);
          else expect(set.has(`${rule} ${start}`)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('once missed stay missed, whatever is recorded afterwards', () => {
    fc.assert(
      fc.property(story, fc.integer({ min: 0, max: 14 }), (acts, cut) => {
        const events = eventsOf(acts);
        const then = events.slice(0, cut);
        const now = then.at(-1)?.header.recordedAt ?? hoursIn(0);
        const missed = (said: readonly OpenedEvent[]) =>
          saidIn(said).filter((line) => line.includes('DeadlineMissed'));
        const after = missed(lookedAt(events, theEnd));
        for (const one of missed(lookedAt(then, now))) expect(after).toContain(one);
      }),
      { numRuns: 100 },
    );
  });

  it('do not depend on the order in which unrelated events were recorded', () => {
    const contacts = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(contacts, fc.array(fc.integer(), { minLength: 6, maxLength: 6 }), (hours, weights) => {
        const acts = hours.map((hour, index) =>
          by(
            index % 2 === 0 ? northbridge : eastmoor,
            ContactReceived,
            {},
            occurring(`${hoursIn(hour).slice(0, 19)}Z`),
            recordedAt(hoursIn(5_000)),
          ),
        );
        const otherwise = acts
          .map((act, index) => [weights[index] ?? 0, act] as const)
          .sort(([one], [other]) => one - other)
          .map(([, act]) => act);
        expect(saidIn(lookedAt(eventsOf(otherwise), theEnd))).toEqual(
          saidIn(lookedAt(eventsOf(acts), theEnd)),
        );
      }),
      { numRuns: 60 },
    );
  });
});
