import { describe, expect, it } from '@jest/globals';
import { everybody, relationships, type Somebody } from './agencies.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { follow, fronts, grpc, isGiven, stories, world } from './delivering.fixture.js';
import { kept, type Followed } from './following-fronts.fixture.js';
import { neverToPeople } from './everything.fixture.js';
import { organisationOf, type Act } from './history.fixture.js';
import { endOfTheHistory, type Standing } from './oracle.fixture.js';
import { departures, hadAsText, leaksIn, type Story } from './stories.fixture.js';

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

  it.each([
    // Of the police everybody had it; of the authority some had not, because it was never for one of them.
    ['open', 'worker-r', 'DecisionRecorded', ['metro'], ['guardian-g']],
    ['never-to-person', 'nurse-h', 'HealthAttendanceRecorded', ['riverside'], neverToPeople],
  ] as const)(
    'where it is %s, a change of its handling takes an entry from those who had it, and tells nobody else of it',
    async (name, by, type, neverToOrganisations, people) => {
      const story = stories.of(name);
      const { caseId, happened } = story.told;
      const recorder = organisationOf(by);
      const hidden = happened.find((event) => event.type === type && event.recorder === recorder)!;
      const sent = await happens(story, async () => {
        await story.history.record(by, 'HandlingChanged', {
          case: caseId,
          relations: [['about', hidden]],
          details: {
            ...{ covert: false, notForImmigration: [], releaseLimited: false, releasableTo: [] },
            ...{ neverToOrganisations, neverToPeople: people },
          },
        });
        return {};
      });
      expect(departuresOf(sent)).toEqual([]);
    },
  );

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
