import type { ApolloDriverConfig } from '@nestjs/apollo';
import type { ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { OperationTypeNode } from 'graphql';
import type { Logger } from '#platform';
import type { RequestContext } from '../access/request-context.js';
import { overWebSocketOnly } from '../subscriptions/subscription-refusals.js';
import { queryLimits } from './query-limits.js';
import { refuseHeavy } from './query-weight.js';
import { limitingRules } from './validation-rules.js';

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
        if (operation?.operation === OperationTypeNode.SUBSCRIPTION) throw overWebSocketOnly({ status: 400 });
        if (operation !== undefined) refuseHeavy(schema, document, operation, request.variables ?? {});
        return Promise.resolve();
      },
    }),
};

/** How the GraphQL server is hardened. */
export const hardenedServer = (
  introspection: boolean,
  logger: Logger,
  plugins: readonly ApolloServerPlugin<RequestContext>[],
): Partial<ApolloDriverConfig> => ({
  introspection,
  logger: wordless(logger),
  parseOptions: { maxTokens: queryLimits.tokens },
  validationRules: [...limitingRules()],
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
});
