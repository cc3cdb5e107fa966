/**
 * The kind of care that a piece of information needs.
 *
 * core: that it happened; identity: who the child is; care: welfare; voice: the child's own words; health: clinical;
 * police: police-restricted; immigration: asylum and legal; location: where the child is or will be;
 * review: a board's working; audit: who read what.
 */
export const categories = [
  'core',
  'identity',
  'care',
  'voice',
  'health',
  'police',
  'immigration',
  'location',
  'review',
  'audit',
] as const;
export type Category = (typeof categories)[number];

/** `coded`: codes, outcomes, dates. `told`: free text, names, anything that needs reading. */
export const grades = ['coded', 'told'] as const;
export type Grade = (typeof grades)[number];

/** A part is one category and one grade of an event; it is sealed, shared and withheld by itself. */
export type PartName = `${Category}.${Grade}`;

export const partNames: readonly PartName[] = categories.flatMap((category) =>
  grades.map((grade): PartName => `${category}.${grade}`),
);

export const partName = (category: Category, grade: Grade): PartName => `${category}.${grade}`;
export const categoryOf = (part: PartName): Category => part.slice(0, part.indexOf('.')) as Category;
export const gradeOf = (part: PartName): Grade => part.slice(part.indexOf('.') + 1) as Grade;
