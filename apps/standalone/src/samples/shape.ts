import { parseOccurred, type Instant } from '#kernel';

/** A mistake in a sample file. It says where, and never repeats what stands in the details of an event. */
export class SampleMistake extends Error {
  override readonly name = 'SampleMistake';

  constructor(where: string, problem: string) {
    super(`${where} ${problem}.`);
  }
}

export type Entries = Readonly<Record<string, unknown>>;

/** A mapping with these keys and no others: a misspelt optional key would otherwise be lost without a word. */
export const entriesOf = (
  value: unknown,
  where: string,
  keys: { readonly required: readonly string[]; readonly optional?: readonly string[] },
): Entries => {
  const entries = mappingOf(value, where);
  const { required, optional = [] } = keys;
  for (const key of Object.keys(entries)) {
    if (!required.includes(key) && !optional.includes(key)) {
      throw new SampleMistake(
        where,
        `has the unknown key "${key}"; known are ${[...required, ...optional].join(', ')}`,
      );
    }
  }
  for (const key of required) {
    if (entries[key] === undefined || entries[key] === null) throw new SampleMistake(where, `lacks "${key}"`);
  }
  return entries;
};

export const mappingOf = (value: unknown, where: string): Entries => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new SampleMistake(where, 'must be a mapping');
  }
  return value as Entries;
};

export const listOf = (value: unknown, where: string): readonly unknown[] => {
  if (!Array.isArray(value)) throw new SampleMistake(where, 'must be a list');
  return value;
};

export const textOf = (value: unknown, where: string): string => {
  if (typeof value !== 'string' || value.trim() === '') throw new SampleMistake(where, 'must be text');
  return value;
};

export const textsOf = (value: unknown, where: string): readonly string[] =>
  listOf(value, where).map((item) => textOf(item, where));

export const flagOf = (value: unknown, where: string): boolean => {
  if (typeof value !== 'boolean') throw new SampleMistake(where, 'must be true or false');
  return value;
};

/** `read` for what is given, undefined for what is not. */
export const given = <Value>(
  value: unknown,
  where: string,
  read: (value: unknown, where: string) => Value,
): Value | undefined => (value === undefined || value === null ? undefined : read(value, where));

export const oneOf =
  <Name extends string>(names: readonly Name[]) =>
  (value: unknown, where: string): Name => {
    const found = names.find((name) => name === value);
    if (found === undefined) throw new SampleMistake(where, `must be one of ${names.join(', ')}`);
    return found;
  };

/** A date, or a minute on the clock on the wall in London, as the instant at which it begins. */
export const instantOf = (value: unknown, where: string): Instant => {
  const text = textOf(value, where);
  const read = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$/.test(text) ? parseOccurred(text) : undefined;
  if (!read?.ok) throw new SampleMistake(where, 'must be a date or a minute, such as 2010-11-02T04:50');
  return read.value.earliest;
};
