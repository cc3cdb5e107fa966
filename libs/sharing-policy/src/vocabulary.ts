import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CannotDecide } from './cannot-decide.js';

/** What one version of the agreement can speak about, as its own schema declares it. */
export interface Vocabulary {
  /** The facts that each action is asked with. */
  readonly factsByAction: ReadonlyMap<string, ReadonlySet<string>>;
  /** The rows of the table. */
  readonly rows: ReadonlySet<string>;
}

/** Without a namespace, as the agreement's schema is. */
const namespace = '';

/** @throws CannotDecide where the engine cannot read the schema */
export const vocabularyOf = (schema: string): Vocabulary => {
  const read = cedar.schemaToJsonWithResolvedTypes(schema);
  const declared = read.type === 'success' ? read.json[namespace] : undefined;
  if (declared === undefined) throw new CannotDecide('the schema cannot be read');
  const { actions, entityTypes, commonTypes = {} } = declared;
  const factsOf = (context: object | undefined): ReadonlySet<string> => {
    if (context === undefined) return new Set();
    if ('attributes' in context) return new Set(Object.keys(context.attributes as object));
    return factsOf('type' in context ? commonTypes[String(context.type)] : undefined);
  };
  const { Row: row } = entityTypes;
  return {
    // An action without principals is a group of others: nothing is asked about it.
    factsByAction: new Map(
      Object.entries(actions)
        .filter(([, { appliesTo }]) => appliesTo !== undefined && appliesTo.principalTypes.length > 0)
        .map(([action, { appliesTo }]) => [action, factsOf(appliesTo?.context)]),
    ),
    rows: new Set(row !== undefined && 'enum' in row ? row.enum : []),
  };
};
