import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { randomId } from '#kernel';
import { worklistKinds } from '#read-models';
import { createTokens } from '#sealing';
import { opened, sealed, worklistCursor } from './cursors.js';

const tokens = createTokens(createSecretKey(randomBytes(32)), createSecretKey(randomBytes(32)));

describe('a place in a worklist', () => {
  it.each(worklistKinds.flatMap((kind) => [true, false].map((overdue) => [kind, overdue] as const)))(
    'of the kind %s, overdue: %s, fits into a token and is read again',
    (kind, overdue) => {
      const place = {
        overdue,
        at: '2011-02-08T23:59:59.999Z',
        kind,
        id: randomId(),
        now: '2026-11-22T19:43:36.831Z',
      };
      const token = sealed(tokens, worklistCursor, 'northbridge', place);
      expect(opened(tokens, worklistCursor, 'northbridge', token, 'after')).toEqual(place);
      expect(() => opened(tokens, worklistCursor, 'riverside', token, 'after')).toThrow(
        'after is not a token',
      );
    },
  );
});
