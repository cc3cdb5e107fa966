import { decisionFields, type Category, type Field, type Shape } from '#casework';
import type { Details } from '../../reading/opening.js';
import type { ReviewedEvent } from '../record-under-review.js';
import type { ShownDates } from './dates.js';
import type { Identities } from './identities.js';
import { asHeading, inWords } from './words.js';

/** What turns the values of a field into words. */
export interface Wording {
  readonly identities: Identities;
  readonly dates: ShownDates;
  /** The reference of an event of the chronology. */
  readonly reference: (event: string) => string;
}

export const isOfDecision = (field: string): boolean => field in decisionFields;

/** Fields that answer a board's first question, whatever type of event they stand in. */
const aboutSeeingTheChild = /^(childSeen|childPresent|childSpokenTo|interpreter|seenAlone|believed)/;

export const isAboutTheChild = (name: string, { category }: Field): boolean =>
  category === 'voice' || aboutSeeingTheChild.test(name);

/** Told of what is not asked about under another column, and not in this one: who read what is in the access log. */
const notShown: ReadonlySet<Category> = new Set(['audit']);

/** By declaration a line that is no longer is a name, a title or a number of something. */
const longestName = 200;
const isNameLike = (shape: Shape): boolean =>
  shape.is === 'list' ? isNameLike(shape.of) : shape.is === 'text' && shape.longest <= longestName;

/** Names, numbers, dates of birth, and where somebody lives. An age, or that there was an interpreter, tells nobody. */
const tellsWho = ({ category, grade, kind }: Field): boolean =>
  category === 'location' ||
  (category === 'identity' && (grade === 'told' || kind.shape.is === 'date')) ||
  (grade === 'told' && isNameLike(kind.shape));

/** The texts of an event that name somebody or something: what is replaced wherever else it stands. */
export const namingTexts = ({ declaration }: ReviewedEvent, details: Details): readonly string[] =>
  Object.entries(declaration?.fields ?? {}).flatMap(([name, { category, grade, kind }]) =>
    grade === 'told' ? textsIn(details[name], kind.shape, category === 'identity') : [],
  );

const textsIn = (value: unknown, shape: Shape, any: boolean): readonly string[] => {
  if (value === undefined || value === null) return [];
  if (shape.is === 'list') return (value as readonly unknown[]).flatMap((one) => textsIn(one, shape.of, any));
  if (shape.is === 'group')
    return Object.entries(shape.fields).flatMap(([name, member]) =>
      textsIn((value as Details)[name], member.shape, any),
    );
  return shape.is === 'text' && (any || isNameLike(shape)) ? [value as string] : [];
};

/** `Reason: no asylum status. Law relied on: ...`: those fields of an event that are wanted, in the order declared. */
export const detailsInWords = (
  { declaration }: ReviewedEvent,
  details: Details,
  wanted: (name: string, field: Field) => boolean,
  wording: Wording,
): readonly string[] =>
  Object.entries(declaration?.fields ?? {}).flatMap(([name, field]) => {
    const value = details[name];
    if (value === undefined || value === null || notShown.has(field.category)) return [];
    if (!wanted(name, field) || (!wording.identities.tellsIdentity && tellsWho(field))) return [];
    if (field.category === 'identity' && !wording.identities.tellsIdentity && field.grade === 'told')
      return [];
    const words = valueInWords(value, field.kind.shape, wording);
    return words === '' ? [] : [`${asHeading(name)}: ${words}`];
  });

export const valueInWords = (value: unknown, shape: Shape, wording: Wording): string => {
  if (value === null || value === undefined) return '';
  switch (shape.is) {
    case 'text':
      return wording.identities.text((value as string).trim());
    case 'code':
      return inWords(value as string);
    case 'flag':
      return value === true ? 'yes' : 'no';
    case 'whole-number':
    case 'number':
      return JSON.stringify(value);
    case 'date':
      return wording.dates.date(value as string);
    case 'reference':
      return referenceInWords(value as string, shape.to, wording);
    case 'list':
      return (value as readonly unknown[])
        .map((one) => valueInWords(one, shape.of, wording))
        .filter((words) => words !== '')
        .join('; ');
    case 'group':
      return Object.entries(shape.fields)
        .filter(([, member]) => wording.identities.tellsIdentity || !isNameLike(member.shape))
        .map(([name, member]) => [name, valueInWords((value as Details)[name], member.shape, wording)])
        .filter(([, words]) => words !== '')
        .map(([name, words]) => `${inWords(name!)} ${words}`)
        .join(', ');
  }
};

const referenceInWords = (
  id: string,
  to: Extract<Shape, { is: 'reference' }>['to'],
  { identities, reference }: Wording,
): string => {
  if (to === 'organisation') return identities.agency(id);
  if (to === 'person') return identities.person(id);
  if (to === 'event') return reference(id);
  // Ids of cases and links are nobody's words.
  return '';
};
