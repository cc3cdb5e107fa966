import { types } from 'node:util';
import {
  DatabaseAway,
  DatabaseUnusable,
  StatementRefused,
  type AwayReason,
  type DatabaseMistake,
} from '../database-errors.js';

/** What a message calls a database that is given by a URL, which itself holds the password. */
export const ofUrl = 'of DATABASE_URL';

export const serverUnusable = (mistake: DatabaseMistake): DatabaseUnusable =>
  new DatabaseUnusable(ofUrl, mistake);

/** SQLSTATEs after which the same may succeed a moment later. */
const away = new Map<string, AwayReason>([
  ['40001', 'in-the-way'],
  ['40P01', 'in-the-way'],
  ['55P03', 'in-the-way'],
  ['57014', 'too-slow'],
  ['25P03', 'connection-lost'],
  ['57P01', 'connection-lost'],
  ['57P02', 'connection-lost'],
  ['57P03', 'connection-lost'],
  ['57P05', 'connection-lost'],
  ['53200', 'exhausted'],
  ['53300', 'exhausted'],
  ['53400', 'exhausted'],
]);

/** SQLSTATEs after which somebody must do something first. */
const mistakes = new Map<string, DatabaseMistake>([
  ['25006', 'not-writable'],
  ['28000', 'wrong-password'],
  ['28P01', 'wrong-password'],
  ['3D000', 'no-such-database'],
  ['42501', 'not-permitted'],
  ['53100', 'full'],
  ['58030', 'io'],
  ['XX001', 'corrupt'],
  ['XX002', 'corrupt'],
]);

const ofCertificates =
  /^(?:ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH|.*CERT.*|.*ISSUER.*|.*LEAF_SIGNATURE.*)$/;

const ofTheNetwork = /^(?:E[A-Z]{3,}|EAI_[A-Z]+)$/;

const sqlState = /^[0-9A-Z]{5}$/;

/** What the client says of itself has no code: it is known by its words. */
const ofTheClient = /connection|not queryable|closed|timeout exceeded|read timeout/i;

const codeOf = (error: Error): string | undefined =>
  'code' in error && typeof error.code === 'string' ? error.code : undefined;

/**
 * What a failure of the client or the server means. Nothing of what either said is kept: they quote rows, addresses and
 * names.
 */
export const postgresError = (error: unknown): unknown => {
  if (!types.isNativeError(error) || error instanceof DatabaseAway || error instanceof DatabaseUnusable)
    return error;
  const code = codeOf(error);
  if (code === undefined) {
    if (/does not support SSL/.test(error.message)) return serverUnusable('no-tls');
    if (ofTheClient.test(error.message)) return new DatabaseAway('connection-lost', 'closed');
    return error;
  }
  if (ofCertificates.test(code)) return serverUnusable('tls-not-trusted');
  if ('severity' in error && sqlState.test(code)) {
    const reason = away.get(code) ?? (code.startsWith('08') ? 'connection-lost' : undefined);
    if (reason !== undefined) return new DatabaseAway(reason, code);
    const mistake = mistakes.get(code);
    if (mistake !== undefined) return serverUnusable(mistake);
    const constraint = 'constraint' in error ? error.constraint : null;
    return new StatementRefused(code, typeof constraint === 'string' ? constraint : null);
  }
  if (ofTheNetwork.test(code) || code === 'ERR_STREAM_DESTROYED')
    return new DatabaseAway('connection-lost', code);
  return error;
};

/** The same at the start, when whoever started the process waits for one line that says what to do. */
export const startError = (error: unknown): unknown => {
  const told = postgresError(error);
  if (!(told instanceof DatabaseAway)) return told;
  if (told.code === '57P03') return serverUnusable('not-serving');
  if (told.reason === 'exhausted') return serverUnusable('too-many-connections');
  return serverUnusable('unreachable');
};

/** Whether the connection on which this happened can serve no more. */
export const endsTheConnection = (error: unknown): boolean =>
  error instanceof DatabaseAway && error.reason === 'connection-lost';
