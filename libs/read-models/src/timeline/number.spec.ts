import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { beforeAll, numberAfter, type Numbered, type SequenceNumber } from './number.js';

const numbered: fc.Arbitrary<Numbered> = fc.record({
  event: fc.constantFrom('e', 'f', 'g'),
  cause: fc.constantFrom('e', 'f', 'g'),
  as: fc.constantFrom('published', 'ended'),
});
const after = (all: readonly Numbered[]): SequenceNumber => all.reduce(numberAfter, beforeAll);

describe('the digest of a number', () => {
  it('is the same in whichever order the same things were numbered', () => {
    fc.assert(
      fc.property(
        fc
          .array(numbered, { maxLength: 20 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(after(shuffled)).toEqual(after(all));
        },
      ),
    );
  });

  it('is another where one thing was numbered that was not, or in place of another', () => {
    fc.assert(
      fc.property(fc.array(numbered, { maxLength: 20 }), numbered, numbered, (all, one, other) => {
        expect(after([...all, one]).digest).not.toBe(after(all).digest);
        const same = one.event === other.event && one.cause === other.cause && one.as === other.as;
        expect(after([...all, one]).digest === after([...all, other]).digest).toBe(same);
      }),
    );
  });
});
