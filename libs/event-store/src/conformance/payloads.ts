import { describe, expect, it } from '@jest/globals';
import type { Json } from '#kernel';
import { RefusedInput, StreamNotFound, TooLarge } from '../errors.js';
import { anEvent, aStream, collect, refusalOf, type StoreUnderTest } from './material.js';

const secret = 'what-the-event-holds';
const containsItself: { self?: unknown } = {};
containsItself.self = containsItself;

const withoutJsonForm: [string, unknown][] = [
  ['a BigInt', { secret, amount: 1n }],
  ['a number that is not finite', { secret, amount: NaN }],
  ['a function', { secret, run: () => secret }],
  ['nothing at all', undefined],
  ['a hole in a list', { secret, list: [undefined] }],
  ['a Map', { secret, map: new Map() }],
  ['a Date', { secret, at: new Date(0) }],
  ['itself', containsItself],
];

export const describePayloads = (store: StoreUnderTest): void => {
  describe('what an event may hold', () => {
    it.each<[string, Json]>([
      ['text of every plane and direction', { text: 'Zoë · שלום · 子ども · 🧒🏽 · \u0000 · \u2028' }],
      ['text with half a character', { text: '\ud83e' }],
      ['null', null],
      ['a list', [1, -0.5, 1e21, true, null, 'x', []]],
      ['the largest whole numbers', { safe: Number.MAX_SAFE_INTEGER, least: Number.MIN_SAFE_INTEGER }],
      ['keys that mean something elsewhere', { constructor: 1, toString: 2, '': 3 }],
    ])('comes back as it went in: %s', async (_, data) => {
      const stream = aStream();
      await store().append(stream, [{ ...anEvent(data), metadata: data }], { expected: 'no-stream' });
      const [read] = await collect(store().readStream(stream));
      expect(read?.data).toEqual(data);
      expect(read?.metadata).toEqual(data);
    });

    it('is recorded with its id, type, stream, revision, position and time', async () => {
      const stream = aStream();
      const event = anEvent();
      const appended = await store().append(stream, [event], { expected: 'no-stream' });
      const [read] = await collect(store().readStream(stream));
      expect(read).toEqual({
        ...event,
        stream,
        revision: 0,
        position: appended.position,
        metadata: null,
        appendedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      });
    });

    it.each(withoutJsonForm)('is refused before anything is written: %s', async (_, data) => {
      const stream = aStream();
      const attempt = store().append(stream, [anEvent(), { ...anEvent(), data: data as Json }], {
        expected: 'any',
      });
      const refusal = await refusalOf(attempt);
      expect(refusal).toBeInstanceOf(RefusedInput);
      expect(String(refusal)).toContain(stream);
      expect(String(refusal)).not.toContain(secret);
      expect(await refusalOf(collect(store().readStream(stream)))).toBeInstanceOf(StreamNotFound);
    });

    it('is refused where it is larger than the log takes, whole or in sum', async () => {
      const stream = aStream();
      const large = anEvent('x'.repeat(600_000));
      await store().append(stream, [large], { expected: 'no-stream' });
      const two = [anEvent('x'.repeat(600_000)), anEvent('x'.repeat(600_000))];
      expect(await refusalOf(store().append(stream, two, { expected: 0 }))).toBeInstanceOf(TooLarge);
      expect(
        await refusalOf(store().append(stream, [anEvent('子'.repeat(400_000))], { expected: 0 })),
      ).toBeInstanceOf(TooLarge);
      expect(await collect(store().readStream(stream))).toHaveLength(1);
    });
  });

  describe('the names of things', () => {
    it.each(['', 'Case-1', 'case 1', '$all', 'case-1/../2', '-case', 'c'.repeat(201), 'café-1', 'case-1\n'])(
      'refuses the stream name %j',
      async (stream) => {
        expect(await refusalOf(store().append(stream, [anEvent()], { expected: 'any' }))).toBeInstanceOf(
          RefusedInput,
        );
        expect(await refusalOf(collect(store().readStream(stream)))).toBeInstanceOf(RefusedInput);
        expect(await refusalOf(store().tombstoneStream(stream, { expected: 'any' }))).toBeInstanceOf(
          RefusedInput,
        );
      },
    );

    it.each([
      ['an id that is no UUID', { ...anEvent(), id: 'one' }],
      ['an id in upper case', { ...anEvent(), id: anEvent().id.toUpperCase() }],
      ['no type', { ...anEvent(), type: '' }],
      ['the type of a system event', { ...anEvent(), type: '$metadata' }],
    ])('refuses an event with %s', async (_, event) => {
      const attempt = store().append(aStream(), [event], { expected: 'any' });
      expect(await refusalOf(attempt)).toBeInstanceOf(RefusedInput);
    });

    it('refuses one id twice in one append', async () => {
      const event = anEvent();
      const attempt = store().append(aStream(), [event, event], { expected: 'any' });
      expect(await refusalOf(attempt)).toBeInstanceOf(RefusedInput);
    });

    it.each([-1, 0.5, NaN])('refuses %p as an expected revision', async (expected) => {
      expect(await refusalOf(store().append(aStream(), [anEvent()], { expected }))).toBeInstanceOf(
        RefusedInput,
      );
    });
  });
};
