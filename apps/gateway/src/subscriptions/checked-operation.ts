import {
  getOperationAST,
  GraphQLError,
  NoSchemaIntrospectionCustomRule,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import type { SubscribePayload } from 'graphql-ws';
import { rootFieldsOf } from '../disclosure/selection.js';
import { queryLimits } from '../hardening/query-limits.js';
import { askedBy, refuseHeavy } from '../hardening/query-weight.js';
import { limitingRules } from '../hardening/validation-rules.js';
import { onlySubscriptions, oneSubscription } from './subscription-refusals.js';

/** An operation that may run: it keeps within the limits that hold over HTTP, and it is a subscription. */
export interface CheckedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null;
  readonly variableValues?: Record<string, unknown> | null;
}

/** Whatever the library says of an operation that cannot run, it says of what was sent. */
export const saidOfTheRequest = (error: GraphQLError): GraphQLError =>
  error.path !== undefined || error.extensions['code'] !== undefined
    ? error
    : new GraphQLError(error.message, {
        nodes: error.nodes,
        source: error.source,
        positions: error.positions,
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
      });

/**
 * Checks an operation as the server over HTTP checks one, which has its own way to do so.
 * @throws GraphQLError where it is not GraphQL, is no subscription, or asks for too much
 */
export const operationChecks = (schema: GraphQLSchema, introspection: boolean) => {
  const rules = [
    ...specifiedRules,
    ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
    ...limitingRules(),
  ];
  return (payload: SubscribePayload): CheckedOperation | readonly GraphQLError[] => {
    const document = parse(payload.query, { maxTokens: queryLimits.tokens });
    const mistakes = validate(schema, document, rules, { maxErrors: queryLimits.mistakesTold });
    if (mistakes.length > 0) return mistakes;
    const operation = getOperationAST(document, payload.operationName);
    if (operation == null) {
      const several = payload.operationName == null;
      return [new GraphQLError(several ? 'Must provide operation name' : 'Unknown operation named')];
    }
    if (operation.operation !== OperationTypeNode.SUBSCRIPTION) return [onlySubscriptions()];
    const variables = payload.variables ?? {};
    const asked = askedBy(schema, document, operation, variables);
    if (asked !== undefined && rootFieldsOf({ ...asked, operation }) !== 1) return [oneSubscription()];
    refuseHeavy(schema, document, operation, variables);
    return {
      schema,
      document,
      ...(payload.operationName === undefined ? {} : { operationName: payload.operationName }),
      ...(payload.variables === undefined ? {} : { variableValues: payload.variables }),
    };
  };
};
