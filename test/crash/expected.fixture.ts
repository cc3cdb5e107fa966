import { expect } from '@jest/globals';
import type { Logged } from './evidence.fixture.js';
import { accountsOf, differencesOf, sendAgain, type Acknowledged, type Known } from './load.fixture.js';
import type { Client } from './requests.fixture.js';

/** No event is there twice, and no stream lacks a revision. */
export const expectEachOnce = (events: readonly Logged[]): void => {
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  const revisions = new Map<string, number>();
  for (const { stream, revision } of events) {
    expect([stream, revision]).toEqual([stream, (revisions.get(stream) ?? -1) + 1]);
    revisions.set(stream, revision);
  }
};

const joins = new Set(['ReferralAccepted', 'JoinAccepted']);

/** What was acknowledged is there, and what follows from an action stands right behind it, with its cause. */
export const expectNothingHalf = (events: readonly Logged[], { acknowledged }: Known): void => {
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

/** Nothing was told without a record of who was told. */
export const expectDisclosuresRecorded = (events: readonly Logged[], { answered }: Known): void => {
  const readers = new Map(
    events
      .filter(({ type }) => type === 'RecordRead' || type === 'AccessDenied')
      .map(({ header }) => [header.correlation, header.recordedBy.person]),
  );
  for (const { as, correlation } of answered)
    expect([correlation, readers.get(correlation)]).toEqual([correlation, as]);
};

/** What is said of it afterwards: each acknowledged action is there once, with its words, for whoever recorded it. */
export const askBack = async (client: Client, known: Known): Promise<void> => {
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
