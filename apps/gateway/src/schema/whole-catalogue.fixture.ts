import {
  buildSchema,
  getNamedType,
  isInterfaceType,
  isObjectType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import { publishedSchema } from './published-schema.js';

/**
 * A timeline query that selects every field of every type of entry. Where two types give one name to values of different
 * types, GraphQL needs an alias; it is made of the type's name and the field's.
 */
export const wholeCatalogueQuery = async (caseId: string, first: number): Promise<string> => {
  const schema = buildSchema(await publishedSchema());
  const entry = schema.getType('TimelineEntry');
  if (!isInterfaceType(entry)) throw new Error('TimelineEntry is an interface.');
  const types = schema.getPossibleTypes(entry);
  const shapes = new Map<string, Set<string>>();
  for (const type of types) {
    for (const { name, type: of } of Object.values(type.getFields())) {
      shapes.set(name, (shapes.get(name) ?? new Set()).add(String(of)));
    }
  }
  const common = Object.values(entry.getFields()).map(({ name, type }) => `${name}${selectionOf(type)}`);
  const fragments = types.map(
    (type) => `... on ${type.name} { ${ownFields(type, shapes, new Set(Object.keys(entry.getFields())))} }`,
  );
  return `{ timeline(caseId: "${caseId}", first: ${first}) { edges { cursor node { __typename ${common.join(' ')} ${fragments.join('\n')} } } pageInfo { hasNextPage endCursor } } }`;
};

const ownFields = (
  type: GraphQLObjectType,
  shapes: ReadonlyMap<string, ReadonlySet<string>>,
  common: ReadonlySet<string>,
): string =>
  Object.values(type.getFields())
    .filter(({ name }) => !common.has(name))
    .map(({ name, type: of }) => {
      const alias = (shapes.get(name)?.size ?? 0) > 1 ? `${type.name}_${name}: ` : '';
      return `${alias}${name}${selectionOf(of)}`;
    })
    .join(' ');

const selectionOf = (type: GraphQLOutputType): string => {
  const named = getNamedType(type);
  if (!isObjectType(named)) return '';
  const fields = Object.values(named.getFields()).map((field) => `${field.name}${selectionOf(field.type)}`);
  return ` { ${fields.join(' ')} }`;
};
