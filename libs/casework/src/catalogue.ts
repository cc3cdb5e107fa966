import type { EventDeclaration, StreamKind } from './declaration/case-event.js';
import type { Shape } from './declaration/kinds.js';
import { processes } from './processes.js';

/** Refuses, when the product starts, declarations that would give one name two meanings. */
export const checkedCatalogue = (all: readonly EventDeclaration[]): ReadonlyMap<string, EventDeclaration> => {
  const byType = new Map<string, EventDeclaration>();
  const actions = new Set<string>();
  const named = new Map<string, string>();
  const once = (shape: Shape, where: string): void => {
    if (shape.is === 'list') return once(shape.of, where);
    if (shape.is === 'code')
      return sameMeaning(`code list ${shape.list}`, JSON.stringify(shape.values), where);
    if (shape.is !== 'group') return;
    sameMeaning(`group ${shape.name}`, JSON.stringify(shape.fields), where);
    for (const member of Object.values(shape.fields)) once(member.shape, where);
  };
  const sameMeaning = (what: string, meaning: string, where: string): void => {
    const first = named.get(what) ?? meaning;
    if (first !== meaning)
      throw new Error(`${where} gives the ${what} another meaning than it has elsewhere.`);
    named.set(what, meaning);
  };
  for (const declaration of all) {
    const { type, action, fields, stream } = declaration;
    if (byType.has(type)) throw new Error(`The event type ${type} is declared twice.`);
    byType.set(type, declaration);
    if (action !== null && actions.has(action)) throw new Error(`The action ${action} is declared twice.`);
    if (action !== null) actions.add(action);
    for (const [field, { kind, inHeader, grade }] of Object.entries(fields)) {
      once(kind.shape, `${type}.${field}`);
      if (inHeader && (grade !== 'coded' || !mayStandInClear(kind.shape, stream)))
        throw new Error(`${type}.${field} may not stand in the header: only ids, codes and flags may.`);
    }
  }
  return byType;
};

/**
 * A header outlives the keys of the parts. The scope of a grant or a review has dates, and where nothing is about a
 * child, in the directory and the policy, a digest or the URL of an issuer may stand too.
 */
const mayStandInClear = (shape: Shape, stream: StreamKind): boolean => {
  if (shape.is === 'list') return mayStandInClear(shape.of, stream);
  if (shape.is === 'date') return stream === 'grant' || stream === 'review';
  if (shape.is === 'text') return stream === 'directory' || stream === 'policy';
  return ['reference', 'code', 'flag'].includes(shape.is);
};

/** Every type of event, in the order of the catalogue. */
export const declarations: readonly EventDeclaration[] = processes.flatMap(({ events }) => events);

const byType = checkedCatalogue(declarations);

/** The declaration of a type; undefined where there is no such type. */
export const declarationOf = (type: string): EventDeclaration | undefined => byType.get(type);

/** An event that somebody records by an action of their own. */
export type ActionDeclaration = EventDeclaration & { readonly action: string };

export const actions: readonly ActionDeclaration[] = declarations.filter(
  (declaration): declaration is ActionDeclaration => declaration.action !== null,
);
