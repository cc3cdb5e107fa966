import { expect } from '@jest/globals';
import { checkpointsIn, eventsIn, viewsBesideARebuild, type Logged } from './evidence.fixture.js';
import {
  accountsOf,
  differencesOf,
  sendAgain,
  startLoad,
  type Acknowledged,
  type Known,
} from './load.fixture.js';
import { copyOf, remove, startProgram, type Program } from './program.fixture.js';
import { clientOf } from './requests.fixture.js';

/**
 * Loads the running program, ends it in mid-load, looks at what it left, starts it on that and asks back. Answers the
 * program that runs now, and how much was in flight.
 */
export const crashOnce = async (
  program: Program,
  dataFolder: string,
  after: number,
): Promise<{ readonly program: Program; readonly known: Known }> => {
  const load = startLoad(await program.listening);
  await load.acknowledgements(after);
  const { stderr } = await program.kill();
  const known = await load.finish();
  expect(known.unexpected).toEqual([]);
  expect(stderr).toBe('');

  const left = await copyOf(dataFolder);
  const restarted = await startProgram({ dataFolder });
  const [events] = await Promise.all([inspect(left, known), askBack(await restarted.listening, known)]);
  await remove(left);
  expect(events.length).toBeGreaterThan(known.acknowledged.length);
  return { program: restarted, known };
};

/** What the crash left on the disk. */
const inspect = async (folder: string, known: Known): Promise<readonly Logged[]> => {
  const events = await eventsIn(folder);
  const head = events.at(-1)?.position ?? '';
  for (const checkpoint of checkpointsIn(folder)) expect((checkpoint ?? '') <= head).toBe(true);
  expectEachOnce(events);
  expectNothingHalf(events, known);
  expectDisclosuresRecorded(events, known);
  const { kept, rebuilt } = await viewsBesideARebuild(folder);
  expect([...kept.keys()]).toEqual([...rebuilt.keys()]);
  for (const [table, rows] of rebuilt) expect({ table, rows: kept.get(table) }).toEqual({ table, rows });
  return events;
};

const expectEachOnce = (events: readonly Logged[]): void => {
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const revisions = new Map<string, number>();
  for (const { stream, revision } of events) {
    expect([stream, revision]).toEqual([stream, (revisions.get(stream) ?? -1) + 1]);
    revisions.set(stream, revision);
  }
};

const joins = new Set(['ReferralAccepted', 'JoinAccepted']);

/** What was acknowledged is there, and what follows from an action stands right behind it, with its cause. */
const expectNothingHalf = (events: readonly Logged[], { acknowledged }: Known): void => {
  const byId = new Map<string, Logged>(events.map((event) => [event.id, event]));
  const inStream = new Map(events.map((event) => [`${event.stream} ${event.revision}`, event]));
  for (const { answer } of acknowledged) expect(byId.get(answer.eventId)?.header.caseId).toBe(answer.caseId);
  for (const { id, type, stream, revision, header } of events) {
    if (header.causation !== null) {
      const cause = byId.get(header.causation);
      expect([cause?.stream, cause?.header.correlation]).toEqual([stream, header.correlation]);
    }
    if (joins.has(type)) {
      const following = inStream.get(`${stream} ${revision + 1}`);
      expect([following?.type, following?.header.causation]).toEqual(['AgencyJoinedCase', id]);
    }
  }
};

const expectDisclosuresRecorded = (events: readonly Logged[], { answered }: Known): void => {
  const readers = new Map(
    events
      .filter(({ type }) => type === 'RecordRead' || type === 'AccessDenied')
      .map(({ header }) => [header.correlation, header.recordedBy.person]),
  );
  for (const { as, correlation } of answered)
    expect([correlation, readers.get(correlation)]).toEqual([correlation, as]);
};

/** What the restarted program says of it. */
const askBack = async (address: string, known: Known): Promise<void> => {
  const client = clientOf(address);
  expect(await differencesOf(client, known)).toEqual([]);
  const late = await sendAgain(client, known);
  // Reading each back waits until the views have it, so the timelines that follow are whole.
  expect(await differencesOf(client, { acknowledged: late })).toEqual([]);
  const said = new Map<string, Acknowledged[]>();
  for (const each of [...known.acknowledged, ...late]) {
    const place = `${each.action.as} ${each.answer.caseId}`;
    said.set(place, [...(said.get(place) ?? []), each]);
  }
  for (const [place, actions] of said) {
    const [as = '', caseId = ''] = place.split(' ');
    const found = await accountsOf(client, as, caseId);
    for (const { action } of actions)
      if (action.words !== null) expect([action.words, found.get(action.words)]).toEqual([action.words, 1]);
    expect([...found.values()].every((times) => times === 1)).toBe(true);
  }
};
