import { isPosition, type Position } from '#event-store';
import { isId, type Json, type OrganisationId } from '#kernel';
import {
  worklistKinds,
  type AccessLogCursor,
  type AlertCursor,
  type CaseCursor,
  type EmergencyAccessCursor,
  type ReviewCursor,
  type TimelineCursor,
  type WorklistCursor,
  type WorklistKind,
} from '#read-models';
import type { TokenKind, Tokens } from '#sealing';
import { invalid } from '../errors/refusal.js';
import type { FindingCursor } from '../reviews/present-findings.js';

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

const isWorklistKind = (text: unknown): text is WorklistKind =>
  (worklistKinds as readonly unknown[]).includes(text);

/** A token holds 126 bytes: instants stand in it as milliseconds, and what is overdue as 1. */
const isMilliseconds = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15;
const instantOf = (milliseconds: number) => new Date(milliseconds).toISOString();

export const worklistCursor: Written<WorklistCursor> = {
  kind: 'cursor',
  write: ({ overdue, at, kind, id, now }) => [
    'w',
    overdue ? 1 : 0,
    Date.parse(at),
    kind,
    id,
    Date.parse(now),
  ],
  read: (json) => {
    const [of, overdue, at, kind, id, now] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return of === 'w' &&
      (overdue === 0 || overdue === 1) &&
      isMilliseconds(at) &&
      isWorklistKind(kind) &&
      isId(id) &&
      isMilliseconds(now)
      ? { overdue: overdue === 1, at: instantOf(at), kind, id, now: instantOf(now) }
      : undefined;
  },
};

/** After what stands at a place in the log. */
const placeCursor = (of: string): Written<{ readonly position: Position }> => ({
  kind: 'cursor',
  write: ({ position }) => [of, position],
  read: (json) => {
    const [kind, position] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return kind === of && isPosition(position) ? { position } : undefined;
  },
});

export const emergencyAccessCursor: Written<EmergencyAccessCursor> = placeCursor('e');
export const reviewCursor: Written<ReviewCursor> = placeCursor('r');
export const alertCursor: Written<AlertCursor> = placeCursor('al');
export const accessLogCursor: Written<AccessLogCursor> = placeCursor('a');

/** By the id of the finding, which follows from the record alone. */
export const findingCursor: Written<FindingCursor> = {
  kind: 'cursor',
  write: ({ finding }) => ['f', finding],
  read: (json) => {
    const [of, finding] = Array.isArray(json) ? (json as readonly unknown[]) : [];
    return of === 'f' && typeof finding === 'string' ? { finding } : undefined;
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
