import { errorTold, type ErrorTold, type TellableError } from './error-told.js';

/**
 * Text that stands in the source. Text that was computed does not fit, nor a template with a place for any text (both
 * make `Record` an index signature, which an empty object satisfies), so nothing can be put into a message, and nothing
 * of an event's part can get into a line that way.
 */
export type Literal<Text extends string> = Record<never, never> extends Record<Text, true> ? never : Text;

/**
 * Everything that a line may say besides its message. There is no field for free text. What is checked at run time as
 * well is left out of the line, and named in `leftOut`, when it is not what the field is for.
 */
export interface SafeFields {
  readonly correlation?: string;
  readonly event?: string;
  readonly case?: string;
  readonly organisation?: string;
  readonly person?: string;
  readonly stream?: string;
  readonly position?: string;
  /** The name of a declared type of event. */
  readonly eventType?: string;
  /** A stable code: of an error, an outcome, a reason. */
  readonly code?: string;
  /** A part of the product: a projection, an operation, a listener. */
  readonly component?: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly milliseconds?: number;
  /** Its class and code are told; its message only where it is of a class whose messages may be told. */
  readonly error?: unknown;
}

const id = /^[a-z0-9][a-z0-9-]{0,99}$/;
const name = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;
/** The codes of PostgreSQL's errors may begin with a digit: five signs (its manual, appendix A). */
const code = /^(?:[A-Za-z][A-Za-z0-9_.-]{0,63}|[0-9][0-9A-Z]{4})$/;
const position = /^[A-Za-z0-9/_-]{1,100}$/;

const shapes = {
  correlation: id,
  event: id,
  case: id,
  organisation: id,
  person: id,
  stream: id,
  position,
  eventType: name,
  code,
  component: name,
} as const satisfies Partial<Record<keyof SafeFields, RegExp>>;

export interface LineFields {
  [field: string]: string | number | Readonly<Record<string, number>> | ErrorTold | readonly string[];
}

/** The fields as a line may have them: closed, checked, and new, so that nothing else rides along. */
export const lineFields = (fields: SafeFields, tellable: readonly TellableError[]): LineFields => {
  const line: LineFields = {};
  const leftOut: string[] = [];
  for (const [field, shape] of Object.entries(shapes)) {
    const text: unknown = fields[field as keyof typeof shapes];
    if (text === undefined) continue;
    if (typeof text === 'string' && shape.test(text)) line[field] = text;
    else leftOut.push(field);
  }
  if (fields.counts !== undefined) line['counts'] = numbersIn(fields.counts, leftOut);
  if (typeof fields.milliseconds === 'number')
    line['milliseconds'] = Math.round(fields.milliseconds * 100) / 100;
  if (fields.error !== undefined) line['error'] = errorTold(fields.error, tellable);
  if (leftOut.length > 0) line['leftOut'] = leftOut;
  return line;
};

const numbersIn = (counts: Readonly<Record<string, number>>, leftOut: string[]): Record<string, number> => {
  const numbers: Record<string, number> = {};
  for (const [name, count] of Object.entries(counts))
    if (code.test(name) && typeof count === 'number') numbers[name] = count;
    else leftOut.push('counts');
  return numbers;
};
