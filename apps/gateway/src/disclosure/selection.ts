import {
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isObjectType,
  Kind,
  type FieldNode,
  type GraphQLResolveInfo,
  type NamedTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** What a query asks of the execution; a part of what the executor tells every resolver. */
export type Asked = Pick<GraphQLResolveInfo, 'schema' | 'fragments' | 'variableValues'>;

/** A field that will be asked for, and the only type of object for which it will; null: for every type. */
export interface SelectedField {
  readonly field: FieldNode;
  readonly onType: string | null;
}

/**
 * The names of the fields that a query selects at a path below a root field: for every type of object there, and for
 * one type only. Named fragments, inline ones, `@skip` and `@include` are followed as the executor follows them; what an
 * alias calls a field does not matter.
 */
export interface SelectedFields {
  readonly ofEveryType: ReadonlySet<string>;
  readonly ofType: ReadonlyMap<string, ReadonlySet<string>>;
}

export const selectedAt = (
  asked: Asked & Pick<GraphQLResolveInfo, 'fieldNodes'>,
  path: readonly string[],
): SelectedFields => {
  let nodes: readonly FieldNode[] = asked.fieldNodes;
  for (const step of path) {
    nodes = selectedFields(asked, nodes)
      .map(({ field }) => field)
      .filter((field) => field.name.value === step);
  }
  const ofEveryType = new Set<string>();
  const ofType = new Map<string, Set<string>>();
  for (const { field, onType } of selectedFields(asked, nodes)) {
    const names = onType === null ? ofEveryType : (ofType.get(onType) ?? new Set());
    names.add(field.name.value);
    if (onType !== null) ofType.set(onType, names);
  }
  return { ofEveryType, ofType };
};

/** How many root fields the operation will run. */
export const rootFieldsOf = (info: Asked & Pick<GraphQLResolveInfo, 'operation'>): number =>
  new Set(selectedFields(info, [info.operation]).map(({ field }) => field.alias?.value ?? field.name.value))
    .size;

export interface Selecting {
  readonly selectionSet?: SelectionSetNode | undefined;
}

/** The fields of a selection, with those of its fragments. */
export const selectedFields = (asked: Asked, nodes: readonly Selecting[]): readonly SelectedField[] => {
  const found: SelectedField[] = [];
  // Fragments that spread others twice each would otherwise be walked exponentially often.
  const walked = new Set<string>();
  const walk = (selections: readonly SelectionNode[], onType: string | null): void => {
    for (const selection of selections) {
      if (!isIncluded(asked, selection)) continue;
      if (selection.kind === Kind.FIELD) {
        found.push({ field: selection, onType });
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        walk(selection.selectionSet.selections, narrowed(asked, onType, selection.typeCondition));
      } else {
        const fragment = asked.fragments[selection.name.value];
        const narrowedTo = narrowed(asked, onType, fragment?.typeCondition);
        const key = `${selection.name.value} ${narrowedTo ?? ''}`;
        if (fragment === undefined || walked.has(key)) continue;
        walked.add(key);
        walk(fragment.selectionSet.selections, narrowedTo);
      }
    }
  };
  for (const node of nodes) walk(node.selectionSet?.selections ?? [], null);
  return found;
};

/** An interface in a condition narrows nothing here: the types of entries all have the same one. */
const narrowed = (
  asked: Asked,
  onType: string | null,
  condition: NamedTypeNode | undefined,
): string | null =>
  condition !== undefined && isObjectType(asked.schema.getType(condition.name.value))
    ? condition.name.value
    : onType;

const isIncluded = ({ variableValues }: Asked, selection: SelectionNode): boolean =>
  getDirectiveValues(GraphQLSkipDirective, selection, variableValues)?.['if'] !== true &&
  getDirectiveValues(GraphQLIncludeDirective, selection, variableValues)?.['if'] !== false;
