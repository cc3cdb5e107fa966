import { buildSchema, findBreakingChanges, findDangerousChanges } from 'graphql';
import type { Change } from './change.js';

/** What a query that was written against the schema released would meet. */
export const changesOfGraphql = (released: string, now: string): readonly Change[] => {
  const [before, after] = [buildSchema(released), buildSchema(now)];
  const told =
    (severity: Change['severity']) =>
    ({ description }: { readonly description: string }): Change => ({
      contract: 'GraphQL',
      severity,
      what: description,
    });
  return [
    ...findBreakingChanges(before, after).map(told('breaking')),
    ...findDangerousChanges(before, after).map(told('dangerous')),
  ];
};
