import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLError, ValidationContext } from 'graphql';
import type { Logger } from '#platform';
import type { RequestContext } from '../access/request-context.js';
import { aliasLimit } from './alias-limit.js';
import { queryLimits } from './query-limits.js';
import { refuseHeavy } from './query-weight.js';

const report = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/** The server's own lines quote errors, so they are told of and not repeated. */
const wordless = (logger: Logger): NonNullable<ApolloDriverConfig['logger']> => ({
  debug: () => undefined,
  info: () => undefined,
  warn: () => logger.warn('The GraphQL server warned.', { component: 'gateway' }),
  error: () => logger.error('The GraphQL server failed.', { component: 'gateway' }),
});

/** Weighs a query once it is known which operation runs, and with which variables. */
const weighs: ApolloServerPlugin = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ schema, document, operation, request }) => {
        if (operation !== undefined) refuseHeavy(schema, document, operation, request.variables ?? {});
        return Promise.resolve();
      },
    }),
};

/**
 * How the GraphQL server is hardened. The armour gives the limits of depth and directives; the rest of it is replaced,
 * because it does not count aliases of `__typename`, answers too many tokens with 500, leaves a trace where it takes out a
 * suggestion, and takes a page size for a cost only where it is written out.
 */
export const hardenedServer = (
  introspection: boolean,
  logger: Logger,
  plugins: readonly ApolloServerPlugin<RequestContext>[],
): Partial<ApolloDriverConfig> => {
  const armour = new ApolloArmor({
    maxDepth: { enabled: true, n: queryLimits.depth, flattenFragments: true, ...report },
    maxDirectives: { enabled: true, n: queryLimits.directives, ...report },
    maxAliases: { enabled: false },
    maxTokens: { enabled: false },
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect();
  return {
    introspection,
    logger: wordless(logger),
    parseOptions: { maxTokens: queryLimits.tokens },
    validationRules: [aliasLimit, ...armour.validationRules],
    validationOptions: { maxErrors: queryLimits.mistakesTold },
    hideSchemaDetailsFromClientErrors: true,
    allowBatchedHttpRequests: false,
    csrfPrevention: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stringifyResult: (result) => Promise.resolve(JSON.stringify(result)),
    // Nothing of a query goes to anybody else, whatever stands in the environment.
    plugins: [
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ...plugins,
      weighs,
    ],
  };
};
