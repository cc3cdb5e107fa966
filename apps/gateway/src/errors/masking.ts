import { ApolloServerErrorCode, unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { randomId } from '#kernel';
import { currentCorrelation, type Logger } from '#platform';
import type { CountRefusal } from '../operations/counted-refusals.js';
import { isAway } from '../../../programs/src/away.js';
import { Refusal, unavailable } from './refusal.js';
import { tellInvalidGraphql } from './invalid-graphql.js';

const codesOfTheLibrary: ReadonlySet<unknown> = new Set<string>([
  ...Object.values(ApolloServerErrorCode).filter(
    (code) => code !== ApolloServerErrorCode.INTERNAL_SERVER_ERROR,
  ),
  'GRAPHQL_VALIDATION_FAILED',
]);

/** The error as whoever asked may read it, and for what is masked the line in the log. */
export const maskError =
  (options: { readonly logger: Logger; readonly count: CountRefusal; readonly tellSchema: boolean }) =>
  (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const place = {
      ...(formatted.locations === undefined ? {} : { locations: formatted.locations }),
      ...(formatted.path === undefined ? {} : { path: formatted.path }),
    };
    const cause = unwrapResolverError(error);
    if (cause instanceof Refusal) {
      options.count(cause.code);
      return { message: cause.message, ...place, extensions: { code: cause.code, ...cause.details } };
    }
    if (error instanceof GraphQLError && saidByTheLibrary(error, cause)) {
      options.count('INVALID_INPUT');
      const { message, field } = tellInvalidGraphql(error, options.tellSchema);
      return {
        message,
        ...place,
        extensions: { code: 'INVALID_INPUT', ...(field === undefined ? {} : { field }) },
      };
    }
    if (isAway(cause)) return { ...awayNow(cause, options.logger, options.count), ...place };
    return { ...masked(cause, options.logger, options.count), ...place };
  };

const awayNow = (cause: unknown, logger: Logger, count: CountRefusal) => {
  const { code, message } = unavailable();
  count(code);
  logger.warn('A query could not be answered, because something that it needs is away.', {
    component: 'gateway',
    error: cause,
  });
  return { message, extensions: { code } };
};

/** Logs what went wrong under the request's id, without its words, and tells the id alone. */
export const masked = (
  cause: unknown,
  logger: Logger,
  count: CountRefusal,
): { readonly message: string; readonly extensions: { readonly code: string; readonly id: string } } => {
  const id = currentCorrelation() ?? randomId();
  count('INTERNAL');
  logger.error('Something failed that was not foreseen.', {
    correlation: id,
    component: 'gateway',
    error: cause,
  });
  return {
    message: `Something went wrong. Quote ${id} to the operator.`,
    extensions: { code: 'INTERNAL', id },
  };
};

/** Found when the operation is to run, and so without a code of the library. */
const noSuchOperation = /^Schema is not configured to execute/;

/**
 * Whether the GraphQL library itself found the mistake in the request. What is thrown while a query runs has a path; the
 * one mistake of a request among it is an argument without its value, which names its place in the query.
 */
const saidByTheLibrary = (error: GraphQLError, cause: unknown): boolean => {
  if (!(cause instanceof GraphQLError)) return false;
  if (error.path === undefined)
    return codesOfTheLibrary.has(error.extensions['code']) || noSuchOperation.test(cause.message);
  return cause.nodes !== undefined && cause.message.startsWith('Argument "');
};
