import {
  getVariableValues,
  Kind,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { longestPage } from '#read-models';
import { selectedFields, type Asked, type Selecting } from '../disclosure/selection.js';
import { Refusal } from '../errors/refusal.js';
import { queryLimits } from './query-limits.js';

const usualPage = 25;

/** What an operation asks of the execution; undefined where its variables do not fit. */
export const askedBy = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): Asked | undefined => {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  if (coerced === undefined) return undefined;
  const fragments: Record<string, FragmentDefinitionNode> = {};
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  }
  return { schema, fragments, variableValues: coerced };
};

/** Refuses a query that could resolve more fields than the limit: how many root fields, how long pages, how much of each. */
export const refuseHeavy = (
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): void => {
  const asked = askedBy(schema, document, operation, variables);
  // Variables that do not fit are refused before anything runs.
  if (asked === undefined) return;
  let left: number = queryLimits.weight;
  for (const { field } of selectedFields(asked, [operation])) {
    // Asking for the schema is answered from memory, or not at all.
    if (!field.name.value.startsWith('__'))
      left -= pageOf(field, asked.variableValues) * fieldsBelow(asked, field, left);
    if (left < 0)
      throw new Refusal(
        'INVALID_INPUT',
        'The query asks for too much at once: ask for fewer fields, or shorter pages.',
        {},
        { status: 400 },
      );
  }
};

const pageOf = (
  { arguments: given = [] }: FieldNode,
  variables: Readonly<Record<string, unknown>>,
): number => {
  const first = given.find(({ name }) => name.value === 'first')?.value;
  if (first === undefined) return usualPage;
  const size =
    first.kind === Kind.VARIABLE ? variables[first.name.value] : Number('value' in first ? first.value : 0);
  return typeof size === 'number' && size >= 1 && size <= longestPage ? size : longestPage;
};

/** The most fields that one object of this selection can have; stops counting at `limit`, which is enough to refuse. */
const fieldsBelow = (asked: Asked, node: Selecting, limit: number): number => {
  let ofEveryType = 1;
  const ofType = new Map<string, number>();
  for (const { field, onType } of selectedFields(asked, [node])) {
    if (ofEveryType > limit) return ofEveryType;
    const below = fieldsBelow(asked, field, limit);
    if (onType === null) ofEveryType += below;
    else ofType.set(onType, (ofType.get(onType) ?? 0) + below);
  }
  return ofEveryType + Math.max(0, ...ofType.values());
};
