import {
  buildSchema,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  isScalarType,
  isUnionType,
  type GraphQLObjectType,
  type GraphQLOutputType,
} from 'graphql';
import type { Json } from '#kernel';
import type { Delivery, Named } from './channel.js';

const scalars: Readonly<Record<string, string>> = { Boolean: 'boolean', Int: 'integer', Float: 'number' };

/** The form of a field. What stands within an object is selected by the query, and told by the GraphQL schema. */
const schemaOf = (type: GraphQLOutputType): Named => {
  if (isNonNullType(type)) return schemaOf(type.ofType);
  if (isListType(type)) return { type: 'array', items: schemaOf(type.ofType) };
  if (isScalarType(type)) return { type: scalars[type.name] ?? 'string' };
  if (isEnumType(type)) return { type: 'string', enum: type.getValues().map(({ name }) => name) };
  return { type: 'object', 'x-graphql-type': type.name };
};

const messageOf = (type: GraphQLObjectType): Json => ({
  title: type.name,
  summary: type.description ?? type.name,
  contentType: 'application/json',
  payload: {
    type: 'object',
    description:
      'As it is in docs/schema.graphql; it has those of these fields that the subscription selects.',
    properties: Object.fromEntries(
      Object.values(type.getFields()).map((field) => [
        field.name,
        {
          ...schemaOf(field.type),
          ...(field.description ? { description: field.description } : {}),
          'x-nullable': !isNonNullType(field.type),
        },
      ]),
    ),
  },
});

const nameOf = (type: GraphQLObjectType): string => `graphql.${type.name}`;

/** A delivery for each field of the type Subscription of the schema. */
export const graphqlDeliveries = (sdl: string): readonly Delivery[] =>
  Object.values(buildSchema(sdl).getSubscriptionType()?.getFields() ?? {}).map((field) => {
    const type = isNonNullType(field.type) ? (field.type.ofType as GraphQLOutputType) : field.type;
    const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
    if (members.length === 0) throw new Error(`The subscription ${field.name} delivers no object.`);
    return {
      name: `graphql.${field.name}`,
      address: '/graphql',
      server: 'graphql',
      summary: field.description ?? field.name,
      description: `The subscription ${field.name} over a WebSocket of the protocol graphql-transport-ws: each message stands in a \`next\`, under data.${field.name}.`,
      messages: Object.fromEntries(members.map((member) => [nameOf(member), messageOf(member)])),
      carries: [],
      security: ['accessToken'],
      bindings: { ws: { method: 'GET' } },
    } satisfies Delivery;
  });
