import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomId } from '#kernel';
import { agencies, everybody, relationships, type Person, type Somebody } from './agencies.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { settings } from './everything.fixture.js';
import type { Act } from './history.fixture.js';
import { kept, type Followed, type Front } from './following-fronts.fixture.js';
import { overASocket } from './over-a-socket.fixture.js';
import { overGrpc, type GrpcFront } from './over-grpc.fixture.js';
import {
  departures,
  hadAsText,
  leaksIn,
  tellStories,
  type Given,
  type Stories,
  type Story,
} from './stories.fixture.js';
import { endOfTheHistory, readsCases, type Standing } from './oracle.fixture.js';
import { openWorld, type World } from './world.fixture.js';

const { open, covert } = settings;
/** The one concerns immigration alone and the other the police, so one history tells of both. */
const refusedAccount = { ...settings['childs-account'], ...settings.refused };
const toTell = {
  ...{ open, covert, refusedAccount, 'releasable-to': settings['releasable-to'] },
  'never-to-person': settings['never-to-person'],
  'never-to-organisation': settings['never-to-organisation'],
};
/** Beside the software of every organisation. */
const beside: readonly Somebody[] = [
  ...(['worker-r', 'duty-r', 'manager-r', 'idle-r', 'worker-e', 'inv-m', 'officer-m', 'safe-b'] as const),
  ...(['case-a', 'removals-i', 'decision-c', 'nurse-h', 'lead-s', 'guardian-g', 'support-v'] as const),
  ...(['lawyer-p', 'reviewer-s', 'analyst-n', 'support-l', 'duty-x', 'officer-n', 'nurse-o'] as const),
];
const chosen = everybody.filter(({ person, role }) => role === 'system' || beside.includes(person));

// Slow machines are many, and a test that is stopped tells nothing.
jest.setTimeout(300_000);
const heartbeatMilliseconds = 200;

let world: World;
let stories: Stories;
let grpc: GrpcFront;
let fronts: Readonly<Record<string, Front>>;
const subscriptions: Followed[] = [];
beforeAll(async () => {
  const begins = '2012-01-01T09:00:00.000Z';
  world = await openWorld({ agencies, begins, overHttp: true, heartbeatMilliseconds });
  stories = await tellStories(world, toTell);
  grpc = await overGrpc(world, heartbeatMilliseconds);
  fronts = { gRPC: grpc, 'a GraphQL socket': overASocket(world) };
}, 300_000);
afterAll(async () => {
  for (const followed of subscriptions) followed.stop();
  await world.close();
});

const follow = async (
  front: Front,
  { person }: Person,
  cases: readonly string[] | null,
  start: 'beginning' | 'now' = 'beginning',
): Promise<Followed> => {
  const followed = await front.follow({ person, purpose: purposeOf(person), cases, start });
  subscriptions.push(followed);
  return followed;
};

/** Some of many, others for everybody; all of them where there is time. */
const someOf = <Value>(values: readonly Value[], turn: number, oneIn: number): readonly Value[] =>
  process.env.THROUGHLINE_ENDURANCE ? values : values.filter((_value, index) => (index + turn) % oneIn === 0);

const givenTo = (person: Person, of = stories.all): readonly Given[] =>
  of.map((story) => story.given(person, purposeOf(person.person)));

const casesOf = ({ told: { caseId, otherCase } }: Story): readonly string[] => [caseId, otherCase];
const isGiven = (given: readonly Given[], caseId: string): boolean =>
  given.some((some) => [...some.values()].some(({ event }) => event.caseId === caseId));

const mayRead = (person: Person) => readsCases(person, purposeOf(person.person));
const named = (people: readonly Person[]) =>
  people.map((person, turn) => [person.person, person, turn] as const);
const some = named(chosen);
/** Of every other organisation the software, of the others the people. */
const fewer = named(
  chosen.filter(({ organisation, role }) => {
    const turn = Object.keys(agencies).indexOf(organisation);
    return (role === 'system') === (turn % 2 === 1);
  }),
);

describe.each([
  ['gRPC', some],
  ['a GraphQL socket', fewer],
] as const)('over %s', (name, people) => {
  it.each(people)(
    '%s is sent every word that the agreement gives, and no other',
    async (_name, person, turn) => {
      // Software follows all that there is in the one way; both stand on the same feed.
      const followsAll = person.role === 'system' && name === 'gRPC';
      const of = followsAll ? stories.all : someOf(stories.all, turn, name === 'gRPC' ? 2 : 4);
      const given = givenTo(person, of);
      const cases = of.flatMap(casesOf).filter((caseId) => isGiven(given, caseId));
      if (!followsAll && cases.length === 0) return;
      const followed = await follow(fronts[name]!, person, followsAll ? null : cases);
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
          const followed = await follow(fronts[name]!, person, [caseId]);
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

describe('while somebody is subscribed', () => {
  const present: readonly Somebody[] = [
    ...([
      'worker-r',
      'manager-r',
      'system-r',
      'system-e',
      'inv-m',
      'super-m',
      'system-m',
      'nurse-h',
    ] as const),
    ...(['guardian-g', 'system-g', 'support-v', 'system-v', 'reviewer-s', 'system-bo', 'system-nf'] as const),
  ];
  const following = everybody.filter(({ person }) => present.includes(person));

  /** Lets something happen on a case, and looks at what everybody is sent of it by every way. */
  const happens = async (story: Story, act: () => Promise<Partial<Standing>>) => {
    const { caseId } = story.told;
    const before = new Map(following.map((one) => [one, story.given(one, purposeOf(one.person))]));
    const subscribed = await Promise.all(
      [...before].flatMap(([person, given], turn) =>
        Object.values(fronts).map(async (front) => {
          if (person.role !== 'system' && !isGiven([given], caseId)) return [];
          const start = front === grpc && turn % 4 === 0 ? 'beginning' : 'now';
          const cases = person.role === 'system' && start === 'now' ? null : [caseId];
          const followed = await follow(front, person, cases, start);
          await followed.caughtUp();
          return followed.end() === null ? [{ person, front, followed, of: sizes(followed) }] : [];
        }),
      ),
    );
    const all = subscribed.flat();
    story.changed(await act());
    await world.settle();
    await Promise.all(all.map(({ followed }) => followed.settled()));
    return all.map(({ person, front, followed, of }) => {
      const had = before.get(person)!;
      const has = story.given(person, purposeOf(person.person));
      const since = followed.deliveries.slice(of.deliveries);
      const ended = since.flatMap((one) => (one.kind === 'ended' ? [one.eventId] : []));
      const gone = [...had.keys()].filter((id) => !has.has(id));
      const sent = kept(since);
      const news = [...has].filter(
        ([id, { had: now }]) => hadAsText(now) !== hadAsText(had.get(id)?.had) || sent.has(id),
      );
      followed.stop();
      return {
        person: person.person,
        ended: followed.end(),
        told: gone.length + news.length,
        departures: [
          ...leaksIn(stories, followed.texts.slice(of.texts).join('\n'), [has]),
          ...departures([new Map(news)], sent),
          ...gone.filter((id) => !ended.includes(id)).map((id) => `${id}: its end was not told`),
          ...ended.filter((id) => !gone.includes(id)).map((id) => `${id}: an end was told that is none`),
        ].map((departure) => `${front.name}, ${person.person}: ${departure}`),
      };
    });
  };
  const sizes = ({ deliveries, texts }: Followed) => ({ deliveries: deliveries.length, texts: texts.length });
  const departuresOf = (sent: Awaited<ReturnType<typeof happens>>) => {
    // What nobody was told of proves nothing.
    expect(sent.filter(({ told: how }) => how > 0).length).toBeGreaterThan(0);
    expect(sent.length).toBeGreaterThan(following.length);
    return sent.flatMap((one) => one.departures).slice(0, 5);
  };
  const relatedWithout = (...people: readonly Somebody[]): Standing['related'] =>
    Object.fromEntries(Object.entries(relationships).filter(([one]) => !people.includes(one as Somebody)));

  it('what is recorded is sent to those who may have it, and to nobody else', async () => {
    const story = stories.of('open');
    const { caseId } = story.told;
    const sent = await happens(story, async () => {
      const acts: readonly Act[] = [
        { source: 'childs-account' },
        { handling: { covert: true } },
        { handling: { neverTo: ['metro', 'guardian-g'] } },
      ];
      for (const act of acts)
        await story.history.record('nurse-h', 'HealthAttendanceRecorded', { case: caseId, ...act });
      return {};
    });
    expect(departuresOf(sent)).toEqual([]);
  });

  it('a change of its handling takes an entry from those who had it, and tells nobody else of it', async () => {
    const story = stories.of('open');
    const { caseId, happened } = story.told;
    const hidden = happened.find(
      ({ type, recorder }) => type === 'DecisionRecorded' && recorder === 'riverside',
    )!;
    const sent = await happens(story, async () => {
      await story.history.record('worker-r', 'HandlingChanged', {
        case: caseId,
        relations: [['about', hidden]],
        details: {
          ...{ covert: false, notForImmigration: [], releaseLimited: false, releasableTo: [] },
          ...{ neverToOrganisations: ['metro'], neverToPeople: ['guardian-g'] },
        },
      });
      return {};
    });
    expect(departuresOf(sent)).toEqual([]);
  });

  it.each([
    ['inv-m', 'super-m', 'InvestigatorReleased', { investigator: 'inv-m' }, ['inv-m', 'super-m']],
    ['guardian-g', 'coordinator-g', 'GuardianEnded', { guardian: 'guardian-g' }, ['guardian-g']],
  ] as const)(
    '%s loses what they worked by, is told what they have no more, and nothing after that',
    async (person, by, type, details, over) => {
      const story = stories.of(person === 'inv-m' ? 'open' : 'refusedAccount');
      const sent = await happens(story, async () => {
        await story.history.record(by, type, { case: story.told.caseId, details });
        return { related: relatedWithout(person) };
      });
      expect(departuresOf(sent)).toEqual([]);
      const ended = sent.flatMap((one) => (one.ended === null ? [] : [one.person]));
      expect([...new Set(ended)].sort()).toEqual([...over].sort());
    },
  );

  it('an organisation that leaves is told what it has no more', async () => {
    const story = stories.of('covert');
    const { caseId } = story.told;
    const sent = await happens(story, async () => {
      await story.history.record('support-v', 'AgencyLeftCase', { case: caseId });
      return {
        onCase: endOfTheHistory.onCase.filter((one) => one !== 'lantern'),
        related: relatedWithout('support-v'),
      };
    });
    expect(departuresOf(sent)).toEqual([]);
  });
});
