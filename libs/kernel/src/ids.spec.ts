import { describe, expect, it } from '@jest/globals';
import { derivedId, isId } from '#kernel';

describe('an id derived from an action', () => {
  it('is the same for the same action, and another for any other', () => {
    expect(derivedId('northbridge', 'k', 0)).toBe(derivedId('northbridge', 'k', 0));
    expect(derivedId('northbridge', 'k', 0)).not.toBe(derivedId('northbridge', 'k', 1));
    expect(derivedId('ab', 'c')).not.toBe(derivedId('a', 'bc'));
    expect(isId(derivedId('a'))).toBe(true);
  });
});
