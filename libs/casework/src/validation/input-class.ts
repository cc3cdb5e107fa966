import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
  type ValidationOptions,
} from 'class-validator';
import { parseOccurred } from '#kernel';
import type { EventDeclaration } from '../declaration/case-event.js';
import type { Shape } from '../declaration/kinds.js';

/** A class that class-validator knows, and what has to be known to fill it. */
export interface InputClass {
  readonly type: new () => Record<string, unknown>;
  readonly fields: ReadonlyMap<string, Shape>;
  /** The classes of the groups that its fields hold, by the group's name. */
  readonly groups: ReadonlyMap<string, InputClass>;
}

interface FieldPlan {
  readonly shape: Shape;
  readonly optional: boolean;
}

/** Readable ids and UUIDs alike: lower case, so that two ids never differ only by case. */
const registeredId = /^[a-z0-9][a-z0-9-]{1,63}$/;
const blank = /^\s*$/;
/** Half of a surrogate pair is no character: it has no canonical JSON, so it could not be sealed. */
const controlOrBroken = /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F-\u009F\p{Surrogate}]/u;

const told = (each: boolean): ValidationOptions => ({ each });
const saying = (message: string, each: boolean): ValidationOptions => ({ ...told(each), message });

const checksOut = (name: string, each: boolean, check: (value: string) => string | null): PropertyDecorator =>
  ValidateBy(
    {
      name,
      validator: {
        validate: (value: unknown) => typeof value === 'string' && check(value) === null,
        defaultMessage: (about) => reason(about?.value, check),
      },
    },
    told(each),
  );

/** The first reason, in a list the first item's; the value itself is never said. */
const reason = (value: unknown, check: (value: string) => string | null): string => {
  for (const item of [value].flat()) {
    const found = typeof item === 'string' ? check(item) : 'must be text';
    if (found !== null) return found;
  }
  return 'is not valid';
};

const plainDate = /^(\d{4})-(\d{2})-(\d{2})$/;
const daysIn = (year: number, month: number): number => {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
};

/**
 * Nearly every date is a plain day, and the grammar of EDTF takes some 400 µs to read one: it is asked for the rest. It
 * also lets 29 February of a common year pass, which is no day.
 */
const edtf = (value: string): string | null => {
  const day = plainDate.exec(value);
  if (day)
    return isDay(Number(day[1]), Number(day[2]), Number(day[3])) ? null : 'is not a day of the calendar';
  const read = parseOccurred(value);
  return read.ok ? null : read.reason;
};
const isDay = (year: number, month: number, day: number): boolean =>
  month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);

const words = (value: string): string | null => {
  if (blank.test(value)) return 'must not be empty';
  return controlOrBroken.test(value) ? 'must not hold control characters other than line breaks' : null;
};

/** The decorators that check one value, or each of a list, in the order in which they are asked. */
const checksOf = (shape: Shape, each: boolean): PropertyDecorator[] => {
  switch (shape.is) {
    case 'text':
      return [
        IsString(saying('must be text', each)),
        MaxLength(shape.longest, saying(`must be at most ${shape.longest} characters long`, each)),
        checksOut('words', each, words),
      ];
    case 'code':
      return [IsIn(shape.values, saying(`must be one of: ${shape.values.join(', ')}`, each))];
    case 'flag':
      return [IsBoolean(saying('must be true or false', each))];
    case 'whole-number':
      return [IsInt(saying('must be a whole number', each)), ...within(shape, each)];
    case 'number':
      return [IsNumber({}, saying('must be a number', each)), ...within(shape, each)];
    case 'date':
      return [IsString(saying('must be a date in EDTF', each)), checksOut('edtf', each, edtf)];
    case 'reference':
      return shape.to === 'organisation' || shape.to === 'person'
        ? [Matches(registeredId, saying(`must be the id of ${article(shape.to)}`, each))]
        : [IsUUID('all', saying(`must be the id of ${article(shape.to)}, a UUID`, each))];
    case 'group':
      return [IsObject(saying('must be an object', each)), ValidateNested(told(each))];
    case 'list':
      return [
        IsArray({ message: 'must be a list' }),
        ArrayMaxSize(shape.most, { message: `must have at most ${shape.most} items` }),
        ...checksOf(shape.of, true),
      ];
  }
};

const article = (to: string): string => (/^[aeio]/.test(to) ? `an ${to}` : `a ${to}`);
const within = ({ least, most }: { least: number; most: number }, each: boolean): PropertyDecorator[] => [
  Max(most, saying(`must be at most ${most}`, each)),
  Min(least, saying(`must be at least ${least}`, each)),
];

const classOf = (plans: readonly (readonly [string, FieldPlan])[]): InputClass => {
  const type = class {} as new () => Record<string, unknown>;
  const groups = new Map<string, InputClass>();
  for (const [name, { shape, optional }] of plans) {
    for (const check of checksOf(shape, false)) check(type.prototype as object, name);
    if (optional) IsOptional()(type.prototype as object, name);
    const one = shape.is === 'list' ? shape.of : shape;
    if (one.is === 'group') groups.set(one.name, classOf(Object.entries(one.fields)));
  }
  return { type, fields: new Map(plans.map(([name, { shape }]) => [name, shape])), groups };
};

const classes = new WeakMap<EventDeclaration, InputClass>();

/** The class that checks the details of a declared type; made once. */
export const inputOf = (declaration: EventDeclaration): InputClass => {
  const known = classes.get(declaration);
  if (known) return known;
  const made = classOf(
    Object.entries(declaration.fields).map(([name, { kind, optional }]) => [
      name,
      { shape: kind.shape, optional },
    ]),
  );
  classes.set(declaration, made);
  return made;
};
