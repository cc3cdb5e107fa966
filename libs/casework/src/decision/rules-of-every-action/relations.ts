import type { RelationKind } from '../../vocabulary/event-header.js';
import { relationKinds } from '../../vocabulary/event-header.js';
import { rule, type Rule } from '../rule.js';

/** Any event may say what it is about or rests on. The other relations change how the named event is read. */
const freeRelations: readonly RelationKind[] = ['about', 'reliesOn'];

export const relationBelongsToTheAction: Rule<unknown> = rule<unknown>(
  'relation-belongs-to-the-action',
  'every',
  'An event of this type does not correct, withdraw or disclose another.',
  (_state, { declaration, relations }) =>
    relations.every(({ kind }) => freeRelations.includes(kind) || declaration.relations[kind] !== undefined),
);

export const relationIsRequired: Rule<unknown> = rule<unknown>(
  'relation-is-required',
  'every',
  'An event of this type must name the event that it is about, corrects, withdraws or discloses.',
  (_state, { declaration, relations }) =>
    relationKinds.every(
      (kind) => !declaration.relations[kind]?.required || relations.some((given) => given.kind === kind),
    ),
);

/** A relation to what the recorder cannot see would prove by its acceptance that the event exists. */
export const relationIsVisible: Rule<unknown> = rule<unknown>(
  'relation-is-visible',
  'every',
  'A relation names an event that the organisation cannot see on this case or one linked to it.',
  (_state, { relations }, { known }) => relations.every(({ event }) => known(event) !== undefined),
);

export const relationNamesTheRightType: Rule<unknown> = rule<unknown>(
  'relation-names-the-right-type',
  'every',
  'A relation names an event of a type that this cannot be related to in that way.',
  (_state, { declaration, relations }, { known }) =>
    relations.every(({ kind, event }) => {
      const allowed = declaration.relations[kind]?.to;
      return allowed === undefined || allowed.includes(known(event)?.type ?? '');
    }),
);
