import { ApolloArmor } from '@escape.tech/graphql-armor';
import type { GraphQLError, ValidationContext, ValidationRule } from 'graphql';
import { aliasLimit } from './alias-limit.js';
import { queryLimits } from './query-limits.js';

const report = {
  propagateOnRejection: false,
  onReject: [(context: ValidationContext | null, error: GraphQLError) => context?.reportError(error)],
};

/**
 * The limits to which every document is held, by whichever way it comes. The armour gives those of depth and directives; the
 * rest of it is replaced, because it does not count aliases of `__typename`, answers too many tokens with 500, leaves a
 * trace where it takes out a suggestion, and takes a page size for a cost only where it is written out.
 */
export const limitingRules = (): readonly ValidationRule[] => {
  const { validationRules } = new ApolloArmor({
    maxDepth: { enabled: true, n: queryLimits.depth, flattenFragments: true, ...report },
    maxDirectives: { enabled: true, n: queryLimits.directives, ...report },
    maxAliases: { enabled: false },
    maxTokens: { enabled: false },
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  }).protect();
  return [aliasLimit, ...validationRules];
};
