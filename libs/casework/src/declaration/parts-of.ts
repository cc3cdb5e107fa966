import type { Json } from '#kernel';
import { partName, partNames, type PartName } from '../vocabulary/parts.js';
import type { Concerns } from '../vocabulary/event-header.js';
import type { EventDeclaration } from './case-event.js';

/** What one part of an event holds, by field; JSON, because the details that it comes from were validated. */
export type PartValues = Readonly<Record<string, Json>>;

type Details = Readonly<Record<string, unknown>>;

interface Layout {
  /** The fields of each part, in the order of the vocabulary of parts. */
  readonly fieldsByPart: readonly (readonly [PartName, readonly string[]])[];
  readonly inHeader: readonly string[];
}

const layouts = new WeakMap<EventDeclaration, Layout>();

const layoutOf = (declaration: EventDeclaration): Layout => {
  const known = layouts.get(declaration);
  if (known) return known;
  const fields = Object.entries(declaration.fields);
  const layout: Layout = {
    fieldsByPart: partNames.flatMap((part): [PartName, string[]][] => {
      const inPart = fields.filter(([, { category, grade }]) => partName(category, grade) === part);
      return inPart.length === 0 ? [] : [[part, inPart.map(([name]) => name)]];
    }),
    inHeader: fields.filter(([, field]) => field.inHeader).map(([name]) => name),
  };
  layouts.set(declaration, layout);
  return layout;
};

const given = (details: Details, names: readonly string[]): [string, Json][] =>
  names
    .filter((name) => details[name] !== undefined && details[name] !== null)
    .map((name) => [name, details[name] as Json]);

/** A program gave an event a detail that its type does not declare: it would belong to no part, and be lost. */
export class UndeclaredDetail extends Error {
  override readonly name = 'UndeclaredDetail';

  constructor(type: string, field: string) {
    super(`${type} has no field ${field}: declare it, or leave it out.`);
  }
}

/**
 * The details of an event divided into its parts, in the order of the vocabulary. A part of which no field is given is
 * left out, as is a field that is not given. What came from outside is validated before.
 * @throws UndeclaredDetail
 */
export const partsOf = (
  declaration: EventDeclaration,
  details: Details,
): ReadonlyMap<PartName, PartValues> => {
  for (const name of Object.keys(details)) {
    if (!Object.hasOwn(declaration.fields, name)) throw new UndeclaredDetail(declaration.type, name);
  }
  const parts = new Map<PartName, PartValues>();
  for (const [part, names] of layoutOf(declaration).fieldsByPart) {
    const values = given(details, names);
    if (values.length > 0) parts.set(part, Object.fromEntries(values));
  }
  return parts;
};

/** The details that some parts of an event give together; all its parts give all its details. */
export const detailsFrom = (parts: ReadonlyMap<PartName, Details>): Details => {
  const details: Record<string, unknown> = {};
  for (const values of parts.values()) Object.assign(details, values);
  return details;
};

/** The values of the fields on which visibility depends, as they stand in the header. */
export const concernsOf = (declaration: EventDeclaration, details: Details): Concerns =>
  Object.fromEntries(given(details, layoutOf(declaration).inHeader)) as Concerns;

/** Details written under an older version of the declaration, as the present one has them. */
export const upcastDetails = (declaration: EventDeclaration, version: number, details: Details): Details => {
  let present = details;
  for (let from = version; from < declaration.version; from += 1) {
    const upcast = declaration.upcasts[from];
    if (!upcast) throw new Error(`${declaration.type} has no way from version ${from} to the next.`);
    present = upcast(present);
  }
  return present;
};
