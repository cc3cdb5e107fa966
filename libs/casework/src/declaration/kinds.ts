/** The kinds of value that a field of an event can hold. One kind gives the type, the validation and every schema. */
export type Shape =
  | { readonly is: 'text'; readonly longest: number }
  | { readonly is: 'code'; readonly list: string; readonly values: readonly string[] }
  | { readonly is: 'flag' }
  | { readonly is: 'whole-number'; readonly least: number; readonly most: number }
  | { readonly is: 'number'; readonly least: number; readonly most: number }
  /** Extended Date/Time Format. */
  | { readonly is: 'date' }
  | { readonly is: 'reference'; readonly to: 'organisation' | 'person' | 'case' | 'event' | 'link' }
  | { readonly is: 'list'; readonly of: Shape; readonly most: number }
  | { readonly is: 'group'; readonly name: string; readonly fields: Readonly<Record<string, GroupField>> };

export interface GroupField {
  readonly shape: Shape;
  readonly means: string;
  readonly optional: boolean;
}

/** A shape that knows the TypeScript type of its values; `of` exists for the compiler only. */
export interface Kind<Value> {
  readonly shape: Shape;
  readonly of?: Value;
}

export type ValueOf<SomeKind> = SomeKind extends Kind<infer Value> ? Value : never;

/** Words to read, at most 4,000 characters unless said. */
export const text = (longest = 4_000): Kind<string> => ({ shape: { is: 'text', longest } });

/** A name, title or reference number: one line, at most 200 characters. */
export const name = (): Kind<string> => text(200);

/** One of a closed list. `list` names the list (in PascalCase); the same list may serve several fields. */
export const code = <const Values extends readonly string[]>(
  list: string,
  values: Values,
): Kind<Values[number]> => ({ shape: { is: 'code', list, values } });

export const flag = (): Kind<boolean> => ({ shape: { is: 'flag' } });

export const wholeNumber = (least: number, most: number): Kind<number> => ({
  shape: { is: 'whole-number', least, most },
});

export const number = (least: number, most: number): Kind<number> => ({
  shape: { is: 'number', least, most },
});

/** A date or interval in EDTF, as exactly as it is known. */
export const date = (): Kind<string> => ({ shape: { is: 'date' } });

export const organisation = (): Kind<string> => ({ shape: { is: 'reference', to: 'organisation' } });
export const person = (): Kind<string> => ({ shape: { is: 'reference', to: 'person' } });
export const caseReference = (): Kind<string> => ({ shape: { is: 'reference', to: 'case' } });
export const eventReference = (): Kind<string> => ({ shape: { is: 'reference', to: 'event' } });
export const linkReference = (): Kind<string> => ({ shape: { is: 'reference', to: 'link' } });

export const list = <Value>(of: Kind<Value>, most = 50): Kind<readonly Value[]> => ({
  shape: { is: 'list', of: of.shape, most },
});

export interface Member<Value, Optional extends boolean> {
  readonly kind: Kind<Value>;
  readonly means: string;
  readonly optional: Optional;
}
export const member = <Value>(kind: Kind<Value>, means: string): Member<Value, false> => ({
  kind,
  means,
  optional: false,
});
export const optionalMember = <Value>(kind: Kind<Value>, means: string): Member<Value, true> => ({
  kind,
  means,
  optional: true,
});

type Members = Readonly<Record<string, Member<unknown, boolean>>>;
type GroupValue<M extends Members> = {
  readonly [K in keyof M as M[K]['optional'] extends false ? K : never]: ValueOf<M[K]['kind']>;
} & {
  readonly [K in keyof M as M[K]['optional'] extends true ? K : never]?: ValueOf<M[K]['kind']> | null;
};

/** Several values that belong together. `groupName` (PascalCase) names the type in every schema. */
export const group = <const M extends Members>(groupName: string, members: M): Kind<GroupValue<M>> => ({
  shape: {
    is: 'group',
    name: groupName,
    fields: Object.fromEntries(
      Object.entries(members).map(([field, { kind, means, optional }]) => [
        field,
        { shape: kind.shape, means, optional },
      ]),
    ),
  },
});
