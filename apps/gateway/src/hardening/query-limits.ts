/**
 * What one query may be. A timeline with the fields of every type of event in one query must fit (it is some 2,000
 * tokens), and stay the largest thing that anybody needs.
 */
export const queryLimits = {
  tokens: 4_000,
  /** The deepest useful query has seven levels. */
  depth: 12,
  directives: 50,
  /**
   * Other names in one selection. Fields of different types of event do not count together: an entry is of one type, so
   * only one of them runs; and where two types give one name to different codes, a query needs an alias.
   */
  aliases: 30,
  /** Fields that could be resolved, pages counted in full. A page of 100 entries with 100 fields each is half of it. */
  weight: 20_000,
  /** Mistakes that are told at once. */
  mistakesTold: 5,
  bodyBytes: 1_048_576,
} as const;
