import {
  declarationOf,
  lawfulBases,
  partNames,
  purposes,
  relationKinds,
  sourceKinds,
  type EventDeclaration,
  type LawfulBasis,
  type Purpose,
  type RelationKind,
  type SourceKind,
} from '#casework';
import type { Instant, PersonId } from '#kernel';
import type { RequestedHandling } from '#recording';
import { oversightFrom, type SampleOversight } from './sample-oversight.js';
import {
  entriesOf,
  flagOf,
  given,
  instantOf,
  listOf,
  mappingOf,
  oneOf,
  SampleMistake,
  textOf,
  textsOf,
  type Entries,
} from './shape.js';

/** Where an action is recorded, by the label of the case or the link; the first action with a label begins it. */
export interface SamplePlace {
  readonly kind: 'case' | 'link';
  readonly label: string;
  readonly begins: boolean;
}

/** One action of somebody, as it is written down in a story. Cases, links and events are named by their labels. */
export interface SampleAction {
  readonly label: string;
  readonly who: PersonId;
  /** When it was recorded. */
  readonly at: Instant;
  readonly declaration: EventDeclaration;
  readonly place: SamplePlace;
  /** Undefined: the first purpose of the organisation's function. */
  readonly purpose: Purpose | undefined;
  readonly occurred: string;
  readonly source: SourceKind;
  readonly handling: RequestedHandling;
  readonly lawfulBasis: LawfulBasis | null;
  readonly relations: readonly { readonly kind: RelationKind; readonly label: string }[];
  readonly details: Entries;
}

export interface SampleStory {
  readonly story: string;
  /** In the order of recording. */
  readonly actions: readonly SampleAction[];
  /** What somebody wanted to record and the rule named here refused. It is for tests; loading leaves it out. */
  readonly refused: readonly { readonly rule: string; readonly action: SampleAction }[];
  /** Emergency access and the reviews of boards, in the order of recording. */
  readonly oversight: readonly SampleOversight[];
}

const places = ['on', 'begins', 'link', 'beginsLink'] as const;
const required = ['label', 'who', 'at', 'do', 'occurred', 'details'];
const optional = [...places, 'purpose', 'source', 'handling', 'lawfulBasis', 'relations'];

const placeOf = (entries: Entries, declaration: EventDeclaration, where: string): SamplePlace => {
  const [named, ...more] = places.filter((key) => entries[key] !== undefined);
  if (named === undefined || more.length > 0)
    throw new SampleMistake(where, `must have exactly one of ${places.join(', ')}`);
  const kind = named === 'on' || named === 'begins' ? 'case' : 'link';
  if (declaration.stream !== kind)
    throw new SampleMistake(where, `is about a ${declaration.stream}, so it cannot have "${named}"`);
  if (named === 'begins' && !declaration.beginsCase)
    throw new SampleMistake(where, 'is of a type with which no case begins');
  return {
    kind,
    label: textOf(entries[named], `${where}, ${named},`),
    begins: named === 'begins' || named === 'beginsLink',
  };
};

const partsOf = (value: unknown, where: string) =>
  listOf(value, where).map((part) => oneOf(partNames)(part, where));

const handlingFrom = (value: unknown, where: string): RequestedHandling => {
  const entries = entriesOf(value, where, {
    required: [],
    optional: ['covert', 'notForImmigration', 'releasableTo', 'neverTo'],
  });
  return {
    covert: given(entries.covert, `${where} covert,`, flagOf) ?? null,
    notForImmigration: given(entries.notForImmigration, `${where} notForImmigration,`, partsOf) ?? null,
    releasableTo: given(entries.releasableTo, `${where} releasableTo,`, textsOf) ?? null,
    neverTo: given(entries.neverTo, `${where} neverTo,`, textsOf) ?? null,
  };
};

const relationsFrom = (value: unknown, where: string): SampleAction['relations'] => {
  const entries = entriesOf(value, where, { required: [], optional: relationKinds });
  return relationKinds.flatMap((kind) =>
    (given(entries[kind], `${where} ${kind},`, textsOf) ?? []).map((label) => ({ kind, label })),
  );
};

const actionFrom = (value: unknown, where: string, alsoRequired: readonly string[] = []): SampleAction => {
  const entries = entriesOf(value, where, { required: [...required, ...alsoRequired], optional });
  const label = textOf(entries.label, `${where}, label,`);
  const here = `Action ${label}`;
  const declaration = declarationOf(textOf(entries.do, `${here}, do,`));
  if (declaration === undefined || declaration.action === null)
    throw new SampleMistake(here, 'does what is no action that somebody can record');
  return {
    label,
    who: textOf(entries.who, `${here}, who,`),
    at: instantOf(entries.at, `${here}, at,`),
    declaration,
    place: placeOf(entries, declaration, here),
    purpose: given(entries.purpose, `${here}, purpose,`, oneOf(purposes)),
    occurred: textOf(entries.occurred, `${here}, occurred,`),
    source: given(entries.source, `${here}, source,`, oneOf(sourceKinds)) ?? 'own-act',
    handling: given(entries.handling, `${here}, handling,`, handlingFrom) ?? {},
    lawfulBasis: given(entries.lawfulBasis, `${here}, lawfulBasis,`, oneOf(lawfulBases)) ?? null,
    relations: given(entries.relations, `${here}, relations,`, relationsFrom) ?? [],
    details: mappingOf(entries.details, `${here}, details,`),
  };
};

/**
 * Reads one story; says of every mistake where it is.
 * @throws SampleMistake
 */
export const storyFrom = (file: unknown): SampleStory => {
  const entries = entriesOf(file, 'A story', {
    required: ['story', 'actions'],
    optional: ['refused', 'oversight'],
  });
  const story = textOf(entries.story, 'A story, its name,');
  const actions = listOf(entries.actions, `The actions of ${story}`).map((value, position) =>
    actionFrom(value, `Action ${position + 1} of ${story}`),
  );
  const refused = listOf(entries.refused ?? [], `What is refused in ${story}`).map((value, position) => {
    const where = `Refused action ${position + 1} of ${story}`;
    const action = actionFrom(value, where, ['rule']);
    return { rule: textOf(mappingOf(value, where).rule, `${where}, rule,`), action };
  });
  actions.reduce((before, action) => {
    if (action.at < before.at)
      throw new SampleMistake(
        `Action ${action.label}`,
        `is recorded before ${before.label}, which precedes it`,
      );
    return action;
  });
  return { story, actions, refused, oversight: oversightFrom(entries.oversight ?? [], story) };
};
