import type { Category, Grade } from '../vocabulary/parts.js';
import type { Kind, ValueOf } from './kinds.js';

/** One field of an event: what it holds, what care it needs, and what it means. */
export interface Field<Value = unknown, Optional extends boolean = boolean> {
  readonly category: Category;
  readonly grade: Grade;
  readonly kind: Kind<Value>;
  readonly means: string;
  readonly optional: Optional;
  /** Stands in the header's `concerns` too, because visibility depends on it. Only ids, codes and flags may. */
  readonly inHeader: boolean;
}

export type Fields = Readonly<Record<string, Field>>;

const field =
  (grade: Grade) =>
  <Value>(category: Category, kind: Kind<Value>, means: string): Field<Value, false> => ({
    category,
    grade,
    kind,
    means,
    optional: false,
    inHeader: false,
  });

/** A code, an outcome, a date, an id: something that can be read without reading a story. */
export const coded = field('coded');

/** Free text, a name, anything that needs reading. */
export const told = field('told');

export const optional = <Value>(required: Field<Value>): Field<Value, true> => ({
  ...required,
  optional: true,
});

/** Marks a field on which visibility depends: its value also stands in clear in the header. */
export const inHeader = <F extends Field>(plain: F): F => ({ ...plain, inHeader: true });

/** The details of an event as a TypeScript type, from its fields. */
export type DetailsOf<F extends Fields> = {
  readonly [K in keyof F as F[K]['optional'] extends false ? K : never]: ValueOf<F[K]['kind']>;
} & {
  readonly [K in keyof F as F[K]['optional'] extends true ? K : never]?: ValueOf<F[K]['kind']> | null;
};
