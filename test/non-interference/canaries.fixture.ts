import { partName, type EventDeclaration, type PartName, type Shape } from '#casework';

/** Where a canary was put: nowhere else may it come from. */
export interface Nest {
  /** The event, by the name that the history gives it. */
  readonly event: string;
  readonly type: string;
  readonly field: string;
  readonly part: PartName;
}

/** Text that stands nowhere by chance: 8 letters and digits between two rare pairs. */
const text = /zq[0-9a-z]{8}qz/g;
/** Of the years 1100 to 1899 nothing but canaries speaks. */
const day = /\b1[1-8]\d\d-\d\d-\d\d\b/g;
const uuid = /\bcafe[0-9a-f]{4}-0000-4000-8000-[0-9a-f]{12}\b/g;

/** Every canary that stands in a text. */
export const canariesIn = (where: string): readonly string[] =>
  [text, day, uuid].flatMap((pattern) => where.match(pattern) ?? []);

const firstDay = Date.UTC(1100, 0, 1);

/** Gives every field of every event values of its own, and remembers which. */
export const aviary = () => {
  const nests = new Map<string, Nest>();
  let laid = 0;

  const lay = (shape: Shape, nest: Nest): unknown => {
    laid += 1;
    switch (shape.is) {
      case 'text': {
        const canary = `zq${laid.toString(36).padStart(8, '0')}qz`;
        nests.set(canary, nest);
        return canary;
      }
      case 'date': {
        const canary = new Date(firstDay + laid * 86_400_000).toISOString().slice(0, 10);
        nests.set(canary, nest);
        return canary;
      }
      case 'reference': {
        if (shape.to === 'organisation' || shape.to === 'person') {
          const canary = `zq${laid.toString(36).padStart(8, '0')}qz`;
          nests.set(canary, nest);
          return canary;
        }
        const hex = laid.toString(16);
        const canary = `cafe${hex.slice(-4).padStart(4, '0')}-0000-4000-8000-${hex.padStart(12, '0')}`;
        nests.set(canary, nest);
        return canary;
      }
      // What is chosen from a few cannot be told from another's choice; those are looked for by field.
      case 'code':
        return shape.values[laid % shape.values.length];
      case 'flag':
        return true;
      case 'whole-number':
        return Math.min(shape.most, shape.least + (laid % 7));
      case 'number':
        return shape.least;
      case 'list':
        return [lay(shape.of, nest)];
      case 'group':
        return Object.fromEntries(
          Object.entries(shape.fields).map(([name, { shape: inner }]) => [name, lay(inner, nest)]),
        );
    }
  };

  return {
    nests: nests as ReadonlyMap<string, Nest>,
    /** A value for every field of a type, the optional ones too. */
    detailsOf: ({ type, fields }: EventDeclaration, event: string): Record<string, unknown> =>
      Object.fromEntries(
        Object.entries(fields).map(([field, { kind, category, grade }]) => [
          field,
          lay(kind.shape, { event, type, field, part: partName(category, grade) }),
        ]),
      ),
  };
};

export type Aviary = ReturnType<typeof aviary>;
