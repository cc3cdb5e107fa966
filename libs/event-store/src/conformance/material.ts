import { randomId, type Json } from '#kernel';
import type { Delivery, EventStore, NewEvent, RecordedEvent, Subscription } from '../port.js';

/** The log that a group of tests runs against; asked for inside a test, when it is open. */
export type StoreUnderTest = () => EventStore;

export const anEvent = (data: Json = { said: 'something' }): NewEvent => ({
  id: randomId(),
  type: 'SomethingHappened',
  data,
});

export const events = (count: number): NewEvent[] =>
  Array.from({ length: count }, (_, index) => anEvent({ index }));

/** The beginning of names that no other test uses, so that tests share a log and see only their own streams. */
export const aPrefix = (): string => `t${randomId().replaceAll('-', '')}-`;

export const aStream = (): string => `${aPrefix()}1`;

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const collected: Item[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

export const idsOf = (list: readonly { readonly id: string }[]): string[] => list.map(({ id }) => id);

/** What a promise or an iteration was refused with; fails the test where it was not. */
export const refusalOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => {
      throw new Error('It was expected to be refused and was not.');
    },
    (refusal: unknown) => refusal,
  );

/** Follows until so many events were delivered and the log was caught up with. */
export const followUntil = async (
  store: EventStore,
  subscription: Subscription,
  isEnough: (events: readonly RecordedEvent[], last: Delivery) => boolean,
): Promise<RecordedEvent[]> => {
  const seen: RecordedEvent[] = [];
  for await (const delivery of store.subscribe(subscription)) {
    if (delivery.kind === 'events') seen.push(...delivery.events);
    if (isEnough(seen, delivery)) break;
  }
  return seen;
};
