import { createHash, randomUUID } from 'node:crypto';
import { isPosition, positionOf, type Position } from '#event-store';
import type { Reader } from '../api.js';
import type { AlertReadPorts } from './ports.js';

/** A place in the alerts of an organisation, for one subscriber. */
export interface AlertPlace {
  /** Everything up to here is dealt with; null: before the first alert. */
  readonly position: Position | null;
  /** Of what the subscriber has at that place: where it is not that any more, the subscriber must begin anew. */
  readonly digest: string;
  /** Of what was sent because a right was lost or won: what is lost and won again is told by another id each time. */
  readonly history: string;
}

/** Enough of a random id that no two tokens of a place are alike. */
const saltLength = 13;

/** As long as a position: the length of a token tells nothing either. */
const beforeAll = ' '.repeat(positionOf(0n, 0n).length);

const hash = (text: string, length: number): string =>
  createHash('sha256').update(text).digest('base64url').slice(0, length);

/** So that the cursor of a colleague is not taken for one's own: it may stand for less, or for more. */
const subscriberOf = ({ principal, purpose }: Reader): string =>
  hash(JSON.stringify([principal.person, principal.role, purpose]), 11);

/** Before anything was. */
export const noHistory = hash('', 11);

/** The history after something was sent by this id. */
export const historyAfter = (history: string, id: string): string => hash(`${history} ${id}`, 11);

/** What of a set of alerts somebody has. */
export const digestOf = (alertIds: Iterable<string>): string =>
  hash(JSON.stringify([...alertIds].sort()), 16);

/** A token of the same value is the same: with chance in it, none tells that something hidden was raised meanwhile. */
export const sealPlace = (
  { tokens }: Pick<AlertReadPorts, 'tokens'>,
  reader: Reader,
  { position, digest, history }: AlertPlace,
): string =>
  tokens.seal({ audience: reader.principal.organisation, kind: 'cursor' }, [
    'n',
    subscriberOf(reader),
    position ?? beforeAll,
    digest,
    history,
    randomUUID().slice(0, saltLength),
  ]);

/** Undefined where it is no cursor of this subscriber. */
export const openPlace = (
  { tokens }: Pick<AlertReadPorts, 'tokens'>,
  reader: Reader,
  cursor: string,
): AlertPlace | undefined => {
  const json = tokens.open({ audience: reader.principal.organisation, kind: 'cursor' }, cursor);
  const [of, subscriber, position, digest, history] =
    json.ok && Array.isArray(json.value) ? (json.value as readonly unknown[]) : [];
  if (of !== 'n' || subscriber !== subscriberOf(reader) || typeof digest !== 'string') return undefined;
  if (typeof history !== 'string') return undefined;
  if (position === beforeAll) return { position: null, digest, history };
  return isPosition(position) ? { position, digest, history } : undefined;
};
