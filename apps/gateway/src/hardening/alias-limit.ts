import { GraphQLError, isObjectType, Kind, type SelectionSetNode, type ValidationRule } from 'graphql';
import { queryLimits } from './query-limits.js';

/** Refuses a selection with more aliases than anybody needs; `__typename` counts like every other field. */
export const aliasLimit: ValidationRule = (context) => {
  const aliasesIn = (selectionSet: SelectionSetNode): number => {
    let ofEveryType = 0;
    const ofType = new Map<string, number>();
    const walked = new Set<string>();
    const walk = ({ selections }: SelectionSetNode, onType: string | null): void => {
      for (const selection of selections) {
        if (selection.kind === Kind.FIELD) {
          if (selection.alias === undefined) continue;
          if (onType === null) ofEveryType += 1;
          else ofType.set(onType, (ofType.get(onType) ?? 0) + 1);
          continue;
        }
        const fragment =
          selection.kind === Kind.INLINE_FRAGMENT ? selection : context.getFragment(selection.name.value);
        const condition = fragment?.typeCondition?.name.value;
        const narrowed =
          condition !== undefined && isObjectType(context.getSchema().getType(condition))
            ? condition
            : onType;
        const key =
          selection.kind === Kind.FRAGMENT_SPREAD ? `${selection.name.value} ${narrowed ?? ''}` : null;
        if (fragment == null || (key !== null && walked.has(key))) continue;
        if (key !== null) walked.add(key);
        walk(fragment.selectionSet, narrowed);
      }
    };
    walk(selectionSet, null);
    return ofEveryType + Math.max(0, ...ofType.values());
  };
  return {
    SelectionSet: (node) => {
      if (aliasesIn(node) > queryLimits.aliases) {
        context.reportError(new GraphQLError('Aliases limit exceeded.', { nodes: node }));
      }
    },
  };
};
