import { v4, v5, validate } from 'uuid';

/** The namespace of every id that is derived from an action; fixed for ever, or retries would record twice. */
const throughline = '6f1f64a5-9a0f-4c3e-9d0e-6a2b7c1d8e35';

export type EventId = string;
export type CaseId = string;
export type OrganisationId = string;
export type PersonId = string;

/** A random id (UUID, version 4). */
export const randomId = (): string => v4();

/**
 * The id that the same parts always give (UUID, version 5, RFC 9562). The parts are joined so that
 * `['ab', 'c']` and `['a', 'bc']` differ.
 */
export const derivedId = (...parts: readonly (string | number)[]): string =>
  v5(JSON.stringify(parts), throughline);

export const isId = (text: unknown): text is string => typeof text === 'string' && validate(text);
