import { afterAll, beforeAll, jest } from '@jest/globals';
import { createTelemetry } from '#platform';
import { keepAlerts } from '../../apps/programs/src/alerts/keep-alerts.js';
import { networksIn } from '../../apps/programs/src/webhooks/networks.js';
import { agencies, everybody, type Person, type Somebody } from './agencies.fixture.js';
import { purposeOf } from './asking.fixture.js';
import { settings } from './everything.fixture.js';
import type { Followed, Front } from './following-fronts.fixture.js';
import { overASocket } from './over-a-socket.fixture.js';
import { overGrpc, type GrpcFront } from './over-grpc.fixture.js';
import { tellStories, type Given, type Stories, type Story } from './stories.fixture.js';
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
export const chosen = everybody.filter(({ person, role }) => role === 'system' || beside.includes(person));

/** Of every other organisation the software, of the others the people. */
export const fewer = chosen.filter(({ organisation, role }) => {
  const turn = Object.keys(agencies).indexOf(organisation);
  return (role === 'system') === (turn % 2 === 1);
});

// Slow machines are many, and a test that is stopped tells nothing.
jest.setTimeout(300_000);
const heartbeatMilliseconds = 200;

/** What all chapters of the suite look at: told once, because that is most of what a chapter would cost. */
export let world: World;
export let stories: Stories;
export let grpc: GrpcFront;
export let fronts: Readonly<Record<'gRPC' | 'a GraphQL socket', Front>>;
const subscriptions: Pick<Followed, 'stop'>[] = [];
/** Ends a subscription with the suite, if a failure leaves it open. */
export const keep = (followed: Pick<Followed, 'stop'>): void => void subscriptions.push(followed);
beforeAll(async () => {
  const begins = '2012-01-01T09:00:00.000Z';
  const webhookTargets = { networks: networksIn(['127.0.0.0/8'])!, inClear: true };
  world = await openWorld({ agencies, begins, overHttp: true, heartbeatMilliseconds, webhookTargets });
  stories = await tellStories(world, toTell);
  const { store, database, clock } = world;
  const { alerts, directory, log, shutdown } = world.served;
  const telemetry = createTelemetry({ service: 'gateway', environment: {} });
  keepAlerts({ store, database, directory, alerts: alerts.recording, clock }, log, shutdown, telemetry);
  grpc = await overGrpc(world, heartbeatMilliseconds);
  fronts = { gRPC: grpc, 'a GraphQL socket': overASocket(world) };
}, 300_000);
afterAll(async () => {
  for (const followed of subscriptions) followed.stop();
  await world.close();
});

export const follow = async (
  front: Front,
  { person }: Person,
  cases: readonly string[] | null,
  start: 'beginning' | 'now' = 'beginning',
): Promise<Followed> => {
  const followed = await front.follow({ person, purpose: purposeOf(person), cases, start });
  keep(followed);
  return followed;
};

/** Some of many, others for everybody; all of them where there is time. */
export const someOf = <Value>(values: readonly Value[], turn: number, oneIn: number): readonly Value[] =>
  process.env.THROUGHLINE_ENDURANCE ? values : values.filter((_value, index) => (index + turn) % oneIn === 0);

export const givenTo = (person: Person, of = stories.all): readonly Given[] =>
  of.map((story) => story.given(person, purposeOf(person.person)));

export const casesOf = ({ told: { caseId, otherCase } }: Story): readonly string[] => [caseId, otherCase];
export const isGiven = (given: readonly Given[], caseId: string): boolean =>
  given.some((some) => [...some.values()].some(({ event }) => event.caseId === caseId));

/**
 * The events of this type that somebody is given more of than that there is something. Agencies that work with the child are
 * alerted, and a board does not.
 */
export const alertedTo = (person: Person, type: string, of = stories.all): readonly string[] =>
  person.function === 'safeguarding-board'
    ? []
    : givenTo(person, of).flatMap((given) =>
        [...given].flatMap(([id, { event, had }]) =>
          event.type === type && had.level !== 'stub' ? [id] : [],
        ),
      );
