import { beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as after } from 'node:timers/promises';
import { everybody, type Person, type Somebody } from './agencies.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { canariesIn } from './canaries.fixture.js';
import { alertedTo, fewer, keep, stories, world } from './delivering.fixture.js';
import { readsCases } from './oracle.fixture.js';
import { subscribeOverASocket } from './over-a-socket.fixture.js';

const ofAnAlert = `alertId kind caseId eventId raisedAt level levelSince forYou open acknowledgedAt acknowledgedBy
  contactPoint { name reach organisation { id name function } }`;

const query = `query ($after: String) {
  alerts(first: 100, after: $after) { edges { node { ${ofAnAlert} } } pageInfo { hasNextPage endCursor } }
}`;

const subscription = `subscription ($from: FeedStart) {
  sent: alertsRaised(from: $from) {
    __typename
    ... on AlertChanged { id cursor change alert { ${ofAnAlert} } }
    ... on AlertOver { id cursor alertId caseId }
    ... on FeedCheckpoint { cursor caughtUp }
  }
}`;

interface Alert {
  readonly alertId: string;
  readonly kind: string;
  readonly eventId: string;
}

/** What arrives of alerts. */
type AlertSent =
  | { readonly kind: 'changed'; readonly change: string; readonly alert: Alert }
  | { readonly kind: 'over'; readonly alertId: string }
  | { readonly kind: 'mark'; readonly caughtUp: boolean };

type Answered =
  | { readonly __typename: 'AlertChanged'; readonly change: string; readonly alert: Alert }
  | { readonly __typename: 'AlertOver'; readonly alertId: string }
  | { readonly __typename: 'FeedCheckpoint'; readonly caughtUp: boolean };

const sent = (answered: Answered): AlertSent => {
  switch (answered.__typename) {
    case 'AlertChanged':
      return { kind: 'changed', change: answered.change, alert: answered.alert };
    case 'AlertOver':
      return { kind: 'over', alertId: answered.alertId };
    case 'FeedCheckpoint':
      return { kind: 'mark', caughtUp: answered.caughtUp };
  }
};

const readers = fewer.filter((person) => readsCases(person, purposeOf(person.person)));
const followers: readonly Somebody[] = [
  ...(['worker-r', 'system-r', 'inv-m', 'system-m', 'case-a', 'system-a', 'nurse-h', 'system-h'] as const),
  ...(['lead-s', 'guardian-g', 'system-g', 'support-v', 'lawyer-p', 'reviewer-s', 'officer-n'] as const),
];

const asked = async ({ person }: Person) => {
  const alerts: Alert[] = [];
  const texts: string[] = [];
  let next: string | null = null;
  for (;;) {
    const variables: Readonly<Record<string, unknown>> = { after: next };
    const answer = await world.ask({ as: person, purpose: purposeOf(person), query, variables });
    texts.push(JSON.stringify(answer));
    const { data } = JSON.parse(answer.body) as {
      readonly data: {
        readonly alerts: {
          readonly edges: readonly { readonly node: Alert }[];
          readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
        };
      };
    };
    alerts.push(...data.alerts.edges.map(({ node }) => node));
    if (!data.alerts.pageInfo.hasNextPage) return { alerts, text: texts.join('\n') };
    next = data.alerts.pageInfo.endCursor;
  }
};

const until = async (isSo: () => boolean | Promise<boolean>) => {
  const deadline = Date.now() + 60_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error('Somebody was not alerted in time.');
    await after(20);
  }
};

const sorted = (words: readonly string[]) => [...words].sort();

describe('of alerts', () => {
  beforeAll(async () => {
    for (const person of readers) {
      const expected = alertedTo(person, 'RemovalHoldLifted');
      await until(async () => {
        const has = new Set((await asked(person)).alerts.map(({ eventId }) => eventId));
        return expected.every((id) => has.has(id));
      });
    }
  }, 120_000);

  const follow = async (person: Person, from: 'BEGINNING' | 'NOW') => {
    const followed = await subscribeOverASocket(world, {
      ...{ person: person.person, purpose: purposeOf(person.person), query: subscription },
      ...{ variables: { from }, sent },
    });
    keep(followed);
    await followed.caughtUp();
    return followed;
  };

  it.each(readers.map((person) => [person.person, person] as const))(
    '%s is told those of which the agreement gives them the event, without a word of it',
    async (_name, person) => {
      const { alerts, text } = await asked(person);
      const followed = await follow(person, 'BEGINNING');
      followed.stop();
      expect(canariesIn(`${text}${followed.texts.join()}`)).toEqual([]);
      const pushed = followed.deliveries.flatMap((one) =>
        one.kind === 'changed' ? [one.alert.alertId] : [],
      );
      expect(sorted(pushed)).toEqual(sorted(alerts.map(({ alertId }) => alertId)));
      const events = alerts.map(({ eventId }) => eventId);
      expect(sorted(events)).toEqual(sorted(alertedTo(person, 'RemovalHoldLifted')));
    },
  );

  it('one is pushed to those who may know of its event, and its end to those who had it', async () => {
    const story = stories.of('open');
    const { caseId } = story.told;
    const following = await Promise.all(
      everybody
        .filter(({ person }) => followers.includes(person))
        .map(async (person) => ({ person, followed: await follow(person, 'NOW') })),
    );
    const placed = await story.history.record('case-a', 'RemovalHoldPlaced', {
      case: caseId,
      handling: { neverTo: ['metro', 'guardian-g'] },
    });
    story.changed();
    const had = following.filter(({ person }) => alertedTo(person, 'RemovalHoldPlaced').includes(placed.id));
    const tellsOfIt = (one: AlertSent) => one.kind === 'changed' && one.alert.eventId === placed.id;
    await until(() => had.every(({ followed }) => followed.deliveries.some(tellsOfIt)));
    const told = new Set(had.map(({ person }) => person));
    expect([...new Set(had.map(({ person }) => person.organisation))].length).toBeGreaterThan(5);

    await story.history.record('case-a', 'HandlingChanged', {
      case: caseId,
      relations: [['about', placed]],
      details: {
        ...{ covert: true, notForImmigration: [], releaseLimited: false, releasableTo: [] },
        ...{ neverToOrganisations: ['metro'], neverToPeople: ['guardian-g'] },
      },
    });
    story.changed();
    const has = (person: Person) => alertedTo(person, 'RemovalHoldPlaced').includes(placed.id);
    const isOver = (one: AlertSent) => one.kind === 'over';
    await until(() => had.every(({ person, followed }) => has(person) || followed.deliveries.some(isOver)));
    await Promise.all(following.map(({ followed }) => followed.settled()));
    for (const { person, followed } of following) {
      const of = followed.deliveries.filter(({ kind }) => kind !== 'mark');
      expect(canariesIn(followed.texts.join())).toEqual([]);
      expect([person.person, of.some(tellsOfIt)]).toEqual([person.person, told.has(person)]);
      expect([person.person, of.filter(isOver).length]).toEqual([
        person.person,
        told.has(person) && !has(person) ? 1 : 0,
      ]);
      expect(of.filter((one) => !tellsOfIt(one) && !isOver(one))).toEqual([]);
      followed.stop();
    }
    expect(following.filter(({ person }) => told.has(person) && has(person)).length).toBeGreaterThan(0);
  });
});
