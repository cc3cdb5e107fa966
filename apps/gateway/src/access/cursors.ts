import { isPosition, type Position } from '#event-store';
import { isId, type Json, type OrganisationId } from '#kernel';
import type { AccessLogCursor, CaseCursor, TimelineCursor } from '#read-models';
import type { TokenKind, Tokens } from '#sealing';
import { invalid } from '../errors/refusal.js';

/** How a place in a page, or in the log, is written into a token and read again. */
interface Written<Value> {
  readonly kind: TokenKind;
  readonly write: (value: Value) => Json;
  /** Undefined where the token is of another kind of page. */
  readonly read: (json: Json) => Value | undefined;
}

const isInstant = (text: unknown): text is string => typeof text === 'string' && text.endsWith('Z');

export const timelineCursor: Written<TimelineCursor> = {
  kind: 'cursor',
  write: ({ occurredEarliest, position }) => ['t', occurredEarliest, position],
  read: (json) => {
    const [of, occurredEarliest, position] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return of === 't' && isInstant(occurredEarliest) && isPosition(position)
      ? { occurredEarliest, position }
      : undefined;
  },
};

export const caseCursor: Written<CaseCursor> = {
  kind: 'cursor',
  write: ({ caseId }) => ['c', caseId],
  read: (json) => {
    const [of, caseId] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return of === 'c' && isId(caseId) ? { caseId } : undefined;
  },
};

export const accessLogCursor: Written<AccessLogCursor> = {
  kind: 'cursor',
  write: ({ position }) => ['a', position],
  read: (json) => {
    const [of, position] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return of === 'a' && isPosition(position) ? { position } : undefined;
  },
};

export const positionToken: Written<Position> = {
  kind: 'position',
  write: (position) => position,
  read: (json) => (isPosition(json) ? json : undefined),
};

export const sealed = <Value>(
  tokens: Tokens,
  written: Written<Value>,
  audience: OrganisationId,
  value: Value,
): string => tokens.seal({ audience, kind: written.kind }, written.write(value));

/** What a token stands for, if it was given to this organisation for this; otherwise INVALID_INPUT that names the field. */
export const opened = <Value>(
  tokens: Tokens,
  written: Written<Value>,
  audience: OrganisationId,
  token: string,
  field: string,
): Value => {
  const json = tokens.open({ audience, kind: written.kind }, token);
  const value = json.ok ? written.read(json.value) : undefined;
  if (value === undefined) throw invalid(field, 'is not a token that your organisation was given for this');
  return value;
};
