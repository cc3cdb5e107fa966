import { beforeAll, describe, expect, it } from '@jest/globals';
import type { WebhookContent } from '#casework';
import { everybody, type Person } from './agencies.fixture.js';
import { byWebhook, type Hook, type Hooks } from './by-webhook.fixture.js';
import { canariesIn } from './canaries.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { alertedTo, casesOf, isGiven, stories, world } from './delivering.fixture.js';
import { readsCases } from './oracle.fixture.js';
import { departures, hadAsText, leaksIn, type Given, type Story } from './stories.fixture.js';

const software = everybody.filter(
  (person) => person.role === 'system' && readsCases(person, purposeOf(person.person)),
);

/** Of the holds of the histories only that they were lifted is news. */
const lifted = 'RemovalHoldLifted';

interface Registered {
  readonly person: Person;
  readonly content: WebhookContent;
  readonly hook: Hook;
  readonly story: Story;
  readonly given: () => readonly Given[];
}

describe('by a webhook', () => {
  const registered: Registered[] = [];
  let hooks: Hooks;

  beforeAll(async () => {
    hooks = await byWebhook(world);
    for (const [turn, person] of software.entries()) {
      // Each history goes to some organisations as it is and to others thin.
      const ways = turn % 3 === 0 ? (['full', 'thin'] as const) : (['full'] as const);
      for (const [way, content] of ways.entries()) {
        const story = stories.all[(turn + 2 * way) % stories.all.length]!;
        const given = () => [story.given(person, purposeOf(person.person))];
        const cases = casesOf(story).filter((caseId) => isGiven(given(), caseId));
        if (cases.length === 0) continue;
        const hook = await hooks.register(person.organisation, person.person, content, cases);
        registered.push({ person, content, hook, story, given });
      }
    }
    await hooks.until(() => registered.every(hasAll));
  }, 120_000);

  const entriesOf = ({ hook }: Registered) => hook.received.filter(({ kind }) => kind === 'entry');
  const hasAll = (one: Registered): boolean => {
    const sent = new Set(entriesOf(one).map(({ eventId }) => eventId));
    const alerted = new Set(alertsOf(one));
    return (
      one.given().every((given) => [...given.keys()].every((id) => sent.has(id))) &&
      alertedTo(one.person, lifted, [one.story]).every((id) => alerted.has(id))
    );
  };
  /** The events of which it was sent alerts. */
  const alertsOf = ({ hook }: Registered) =>
    hook.received.flatMap(({ kind, eventId }) => (kind === 'raised' ? [eventId] : []));
  const bytesOf = ({ hook }: Registered) => hook.received.map(({ text }) => text).join('\n');

  it.each(software.map((person) => [person.organisation, person] as const))(
    'in full, %s is sent every word that the agreement gives its software, and no other',
    (_name, person) => {
      expect(registered.filter(({ content }) => content === 'full').length).toBeGreaterThan(10);
      for (const one of registered.filter(({ person: of, content }) => of === person && content === 'full')) {
        const sent = new Map(entriesOf(one).map(({ eventId, had }) => [eventId, had!]));
        expect(leaksIn(stories, bytesOf(one), one.given())).toEqual([]);
        expect(departures(one.given(), sent).slice(0, 5)).toEqual([]);
      }
    },
  );

  it('thin, nobody is sent a word of any event, nor that there is one that is not theirs', () => {
    const thin = registered.filter(({ content }) => content === 'thin');
    expect(thin.length).toBeGreaterThan(3);
    for (const one of thin) {
      expect(canariesIn(bytesOf(one))).toEqual([]);
      const theirs = one.given().flatMap((given) => [...given.keys()]);
      expect(
        entriesOf(one)
          .map(({ eventId }) => eventId)
          .sort(),
      ).toEqual(theirs.sort());
    }
  });

  it.each(software.map((person) => [person.organisation, person] as const))(
    '%s is alerted to what the agreement tells its software of, and to nothing else',
    (_name, person) => {
      for (const one of registered.filter(({ person: of }) => of === person)) {
        const expected = alertedTo(person, lifted, [one.story]);
        expect([...new Set(alertsOf(one))].sort()).toEqual([...expected].sort());
      }
    },
  );

  it('what is hidden later is told as an end to those who had it, and to nobody else', async () => {
    const story = stories.of('refusedAccount');
    const { caseId, happened } = story.told;
    const hidden = happened.find(({ type }) => type === 'HealthAttendanceRecorded')!;
    const followers = registered
      .filter(({ story: of }) => of === story)
      .map((one) => ({ ...one, had: one.given()[0]!, begun: one.hook.received.length }));
    await story.history.record('nurse-h', 'HandlingChanged', {
      case: caseId,
      relations: [['about', hidden]],
      details: {
        ...{ covert: true, notForImmigration: [], releaseLimited: false, releasableTo: [] },
        ...{ neverToOrganisations: [], neverToPeople: [] },
      },
    });
    story.changed();
    const changes = followers.map((one) => {
      const has = one.given()[0]!;
      const gone = [...one.had.keys()].filter((id) => !has.has(id));
      const news = new Map(
        [...has].filter(([id, { had }]) => hadAsText(had) !== hadAsText(one.had.get(id)?.had)),
      );
      return { ...one, has, gone, news, since: () => one.hook.received.slice(one.begun) };
    });
    await hooks.until(() =>
      changes.every(({ gone, news, since }) => {
        const sent = new Set(since().map(({ eventId }) => eventId));
        return [...gone, ...news.keys()].every((id) => sent.has(id));
      }),
    );
    expect(changes.filter(({ gone }) => gone.length > 0).length).toBeGreaterThan(1);
    expect(changes.filter(({ gone }) => gone.length === 0).length).toBeGreaterThan(0);
    for (const { content, has, gone, news, since } of changes) {
      const text = since()
        .map((one) => one.text)
        .join('\n');
      expect(leaksIn(stories, text, content === 'full' ? [has] : [])).toEqual([]);
      const ended = since().flatMap(({ kind, eventId }) => (kind === 'ended' ? [eventId] : []));
      expect(ended.sort()).toEqual(gone.sort());
      const sent = since().flatMap(({ kind, eventId }) => (kind === 'entry' ? [eventId] : []));
      expect(sent.sort()).toEqual([...news.keys()].sort());
    }
  });
});
