import { describe, expect, it } from '@jest/globals';
import { randomId } from '#kernel';
import type { Person } from './agencies.fixture.js';
import { purposeOf } from './asking.fixture.js';
import {
  casesOf,
  chosen,
  fewer,
  follow,
  fronts,
  givenTo,
  grpc,
  isGiven,
  someOf,
  stories,
} from './delivering.fixture.js';
import { kept } from './following-fronts.fixture.js';
import { readsCases } from './oracle.fixture.js';
import { departures, hadAsText, leaksIn } from './stories.fixture.js';

const mayRead = (person: Person) => readsCases(person, purposeOf(person.person));
const named = (people: readonly Person[]) =>
  people.map((person, turn) => [person.person, person, turn] as const);
const some = named(chosen);
describe.each([
  ['gRPC', some],
  ['a GraphQL socket', named(fewer)],
] as const)('over %s', (name, people) => {
  it.each(people)(
    '%s is sent every word that the agreement gives, and no other',
    async (_name, person, turn) => {
      // Software follows all that there is in the one way; both stand on the same feed.
      const followsAll = person.role === 'system' && name === 'gRPC';
      const of = followsAll ? stories.all : someOf(stories.all, turn, name === 'gRPC' ? 3 : 6);
      const given = givenTo(person, of);
      const cases = of.flatMap(casesOf).filter((caseId) => isGiven(given, caseId));
      if (!followsAll && cases.length === 0) return;
      const followed = await follow(fronts[name], person, followsAll ? null : cases);
      await followed.caughtUp();
      followed.stop();
      expect(followed.end()).toEqual(mayRead(person) ? null : expect.stringContaining('FORBIDDEN'));
      expect(leaksIn(stories, followed.texts.join('\n'), given)).toEqual([]);
      expect(departures(given, kept(followed.deliveries)).slice(0, 5)).toEqual([]);
    },
  );

  it.each(people)(
    '%s learns of a case of which nothing is theirs as much as of one that is not there',
    async (_name, person, turn) => {
      const given = givenTo(person);
      const hidden = stories.all.flatMap(casesOf).filter((caseId) => !isGiven(given, caseId));
      const tried = hidden.length > 7 ? someOf(hidden, turn, 6) : hidden.slice(0, 2);
      const answers = await Promise.all(
        [randomId(), ...tried].map(async (caseId) => {
          const followed = await follow(fronts[name], person, [caseId]);
          await followed.caughtUp();
          followed.stop();
          return [followed.end(), ...followed.texts];
        }),
      );
      expect(answers[0]![0]).toContain(mayRead(person) ? 'NOT_FOUND' : 'FORBIDDEN');
      for (const answer of answers.slice(1)) expect(answer).toEqual(answers[0]);
    },
  );
});

describe('by its id, over gRPC', () => {
  it.each(some)(
    '%s gets an entry as the agreement gives it, and of any other as much as of one that is not there',
    async (_name, person, turn) => {
      const get = (eventId: string) =>
        grpc.get({ person: person.person, purpose: purposeOf(person.person), eventId });
      const { text: nothing } = await get(randomId());
      const given = givenTo(person);
      const agreed = new Map(given.flatMap((some) => [...some]));
      const events = stories.all.flatMap(({ told: { happened } }) => happened);
      for (const { id, name } of someOf(events, turn, 120)) {
        const { text, entry } = await get(id);
        const theirs = agreed.get(id);
        expect([name, hadAsText(entry?.had)]).toEqual([name, hadAsText(theirs?.had)]);
        expect(leaksIn(stories, text, given)).toEqual([]);
        if (theirs === undefined) expect([name, text]).toEqual([name, nothing]);
      }
    },
  );
});
