import { accepted, refused, type Result } from '#kernel';
import { validateSync, type ValidationError } from 'class-validator';
import type { EventDeclaration } from '../declaration/case-event.js';
import type { Shape } from '../declaration/kinds.js';
import { inputOf, type InputClass } from './input-class.js';

export interface FieldProblem {
  /** Path of the field: `alias.dateOfBirth`, `travelHistory.0.where`. */
  readonly field: string;
  /** What is wrong, as the end of a sentence that begins with the field; never the value. */
  readonly problem: string;
}

type Details = Readonly<Record<string, unknown>>;

/** A request with more problems than this is not worth a longer answer. */
const mostProblems = 50;

/** Says a name that somebody else chose only if it looks like a field, so that no personal data comes back in it. */
const sayable = (key: string): string => (/^[A-Za-z][A-Za-z0-9]{0,59}$/.test(key) ? key : '(unnamed)');

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const problemsIn = (errors: readonly ValidationError[], path: string): FieldProblem[] =>
  errors.flatMap(({ property, constraints, children }) => {
    const field = path + property;
    const [problem] = Object.values(constraints ?? {});
    if (problem !== undefined) return [{ field, problem }];
    return problemsIn(children ?? [], `${field}.`);
  });

/**
 * Makes the instance that class-validator checks, taking declared fields alone: it copies nothing by a name that the
 * sender chose, so `__proto__` is only one more unknown field. Gives undefined where the value is not a record.
 */
const filled = (
  of: InputClass,
  input: unknown,
  path: string,
  unknown: FieldProblem[],
): object | undefined => {
  if (!isRecord(input)) return undefined;
  for (const key of Object.keys(input))
    if (!of.fields.has(key) && unknown.length < mostProblems)
      unknown.push({ field: path + sayable(key), problem: 'is not a field of this' });
  const instance = new of.type();
  for (const [name, shape] of of.fields) {
    const value = Object.hasOwn(input, name) ? input[name] : undefined;
    if (value !== undefined && value !== null)
      instance[name] = nested(of, shape, value, `${path}${name}`, unknown);
  }
  return instance;
};

const nested = (
  of: InputClass,
  shape: Shape,
  value: unknown,
  path: string,
  unknown: FieldProblem[],
): unknown => {
  if (shape.is === 'group') {
    const inner = of.groups.get(shape.name);
    return (inner && filled(inner, value, `${path}.`, unknown)) ?? value;
  }
  if (shape.is === 'list' && shape.of.is === 'group' && Array.isArray(value) && value.length <= shape.most)
    return value.map((item, index) => nested(of, shape.of, item, `${path}.${index}`, unknown));
  return value;
};

/** Plain data again, with nothing of the class. */
const plain = (of: InputClass, instance: Readonly<Record<string, unknown>>): Details => {
  const details: Record<string, unknown> = {};
  for (const [name, shape] of of.fields) {
    const value = instance[name];
    if (value !== undefined) details[name] = plainValue(of, shape, value);
  }
  return details;
};

const plainValue = (of: InputClass, shape: Shape, value: unknown): unknown => {
  if (shape.is === 'list') return (value as unknown[]).map((item) => plainValue(of, shape.of, item));
  const inner = shape.is === 'group' ? of.groups.get(shape.name) : undefined;
  return inner ? plain(inner, value as Record<string, unknown>) : value;
};

/**
 * The details of an action as its declaration has them, from whatever somebody sent; else every problem, by field.
 * Unknown fields are refused, absent optional ones left out.
 */
export const validateDetails = (
  declaration: EventDeclaration,
  input: unknown,
): Result<Details, readonly FieldProblem[]> => {
  const of = inputOf(declaration);
  const unknown: FieldProblem[] = [];
  const instance = filled(of, input, '', unknown);
  if (instance === undefined) return refused([{ field: 'details', problem: 'must be an object' }]);
  const errors = validateSync(instance, { stopAtFirstError: true, forbidUnknownValues: false });
  const problems = [...unknown, ...problemsIn(errors, '')];
  if (problems.length > 0) return refused(problems.slice(0, mostProblems));
  return accepted(plain(of, instance as Record<string, unknown>));
};
