import type { Json } from '#kernel';
import type { EventDeclaration } from './declaration/case-event.js';
import type { Shape } from './declaration/kinds.js';
import { partName } from './vocabulary/parts.js';

type Schema = Readonly<Record<string, Json>>;

/** The file name under which the schema of a type's version is published. */
export const schemaFileName = ({ type }: EventDeclaration, version: number): string =>
  `${type}.v${version}.json`;

const registeredId = '^[a-z0-9][a-z0-9-]{1,63}$';

const schemaOfShape = (shape: Shape): Schema => {
  switch (shape.is) {
    case 'text':
      return { type: 'string', minLength: 1, maxLength: shape.longest };
    case 'code':
      return { title: shape.list, enum: shape.values };
    case 'flag':
      return { type: 'boolean' };
    case 'whole-number':
      return { type: 'integer', minimum: shape.least, maximum: shape.most };
    case 'number':
      return { type: 'number', minimum: shape.least, maximum: shape.most };
    case 'date':
      return { type: 'string', format: 'edtf', maxLength: 60 };
    case 'reference':
      return shape.to === 'organisation' || shape.to === 'person'
        ? { type: 'string', pattern: registeredId, 'x-reference': shape.to }
        : { type: 'string', format: 'uuid', 'x-reference': shape.to };
    case 'list':
      return { type: 'array', maxItems: shape.most, items: schemaOfShape(shape.of) };
    case 'group':
      return object(
        Object.entries(shape.fields).map(([name, { shape: inner, means, optional }]) => ({
          name,
          optional,
          schema: { description: means, ...schemaOfShape(inner) },
        })),
        { title: shape.name },
      );
  }
};

interface Property {
  readonly name: string;
  readonly optional: boolean;
  readonly schema: Schema;
}

const object = (properties: readonly Property[], more: Schema): Schema => ({
  ...more,
  type: 'object',
  additionalProperties: false,
  required: properties.filter(({ optional }) => !optional).map(({ name }) => name),
  properties: Object.fromEntries(properties.map(({ name, schema }) => [name, schema])),
});

/**
 * The JSON Schema (draft 2020-12) of the details of an event, all its parts together. `x-part` says in which part a field
 * is sealed, `x-in-header` that it also stands in clear: both bind what was stored, so to change them is a new version.
 */
export const eventSchema = (declaration: EventDeclaration): Schema =>
  object(
    Object.entries(declaration.fields).map(
      ([name, { kind, means, optional, category, grade, inHeader }]) => ({
        name,
        optional,
        schema: {
          description: means,
          ...schemaOfShape(kind.shape),
          'x-part': partName(category, grade),
          ...(inHeader ? { 'x-in-header': true } : {}),
        },
      }),
    ),
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: `urn:throughline:event:${declaration.type}:${declaration.version}`,
      title: declaration.type,
      description: declaration.means,
    },
  );

/** The schema as it is published: the text of the file. */
export const eventSchemaText = (declaration: EventDeclaration): string =>
  `${JSON.stringify(eventSchema(declaration), null, 2)}\n`;
