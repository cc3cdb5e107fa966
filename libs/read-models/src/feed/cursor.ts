import { randomUUID } from 'node:crypto';
import { accepted, refused, type Result } from '#kernel';
import type { Tokens } from '#sealing';
import type { SequenceNumber } from '../timeline/number.js';
import type { CursorRefused } from './api.js';

/** What a cursor stands for: a place, and whose it is. */
export interface FeedCursor {
  readonly place: SequenceNumber;
  /** Who subscribes to what (`subscriberMark`). */
  readonly subscriber: string;
  /** How they stood to it (`Coverage`). */
  readonly standing: string;
}

/** Enough of a random id that no two cursors of a place are alike; drawn from a pool, unlike single random bytes. */
const saltLength = 13;

/**
 * A cursor as it leaves. Tokens of the same value are the same, so that a place that moved past something hidden would show
 * in the token: with chance in it no two are alike.
 */
export const sealCursor = (
  tokens: Pick<Tokens, 'seal'>,
  audience: string,
  { place: { number, digest }, subscriber, standing }: FeedCursor,
): string => {
  const salt = randomUUID().slice(0, saltLength);
  return tokens.seal({ audience, kind: 'cursor' }, ['s', number, digest, subscriber, standing, salt]);
};

const notYours: CursorRefused = { code: 'CURSOR_REFUSED', reason: 'not-yours' };

/** The place in a cursor, if it was given to this subscriber for this. */
export const openCursor = (
  tokens: Pick<Tokens, 'open'>,
  audience: string,
  subscriber: string,
  token: string,
): Result<FeedCursor, CursorRefused> => {
  const json = tokens.open({ audience, kind: 'cursor' }, token);
  const parts: readonly unknown[] = json.ok && Array.isArray(json.value) ? json.value : [];
  const [of, number, digest, whose, standing] = parts;
  if (
    of !== 's' ||
    typeof number !== 'number' ||
    typeof digest !== 'string' ||
    typeof standing !== 'string' ||
    whose !== subscriber
  )
    return refused(notYours);
  return accepted({ place: { number, digest }, subscriber, standing });
};
