import type { AgencyFunction } from '../vocabulary/agencies.js';
import type { EventHeader, RelationKind } from '../vocabulary/event-header.js';
import { optional, told, type DetailsOf, type Fields } from './fields.js';
import { group, list, member, name, text } from './kinds.js';

/** Who records events of a type: organisations of these functions, or nobody but the process that it belongs to. */
export type RecordedBy = readonly AgencyFunction[] | 'any' | 'system';

/** Which stream an event stands in. */
export type StreamKind =
  | 'case'
  | 'link'
  | 'review'
  | 'grant'
  | 'alert'
  | 'access'
  | 'webhook'
  | 'agreement'
  | 'directory'
  | 'policy'
  | 'statistics';

/** How long the words of an event must be kept; each class has a data key of its own, so that one can end alone. */
export type RetentionClass = 'case-record' | 'access-record' | 'directory-record';

export type Upcast = (older: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

export interface RelationDemand {
  /** At least one such relation must be given. */
  readonly required?: boolean;
  /** The event named must be of one of these types. */
  readonly to?: readonly string[];
}

export interface CaseEventOptions<F extends Fields> {
  /** The imperative that records it and names the mutation; absent where only a process records it. */
  readonly action?: string;
  readonly means: string;
  /** What a reader learns from a stub: the kind of work, in a word or two of the field. */
  readonly kindOfWork: string;
  readonly recordedBy: RecordedBy;
  readonly stream?: StreamKind;
  readonly retention?: RetentionClass;
  readonly version?: number;
  /** For each older version: how its details become those of the next. Applied on reading; what is stored never changes. */
  readonly upcasts?: Readonly<Record<number, Upcast>>;
  /** A case may begin with it. */
  readonly beginsCase?: boolean;
  /** May be recorded after the case is closed (it reopens, corrects, retracts, reviews or discloses). */
  readonly afterClosure?: boolean;
  /** It takes something away from somebody, so it is answered only when every view has applied it. */
  readonly narrows?: boolean;
  /**
   * A decision carries its rationale, the options considered, any dissent, and what it relied on by word of mouth:
   * those four fields are added. Decisions are what a board reconstructs.
   */
  readonly decision?: boolean;
  readonly relations?: Partial<Readonly<Record<RelationKind, RelationDemand>>>;
  readonly fields: F;
}

/** Fields that every decision has besides its own. */
export const decisionFields = {
  rationale: told('core', text(), 'Why it was decided so.'),
  optionsConsidered: optional(told('core', list(text(1_000), 20), 'The options that were considered.')),
  dissent: optional(told('core', text(), 'Who disagreed, and why.')),
  reliedOnByWord: optional(
    told(
      'core',
      list(
        group('ReliedOnByWord', {
          organisation: member(name(), 'Who said it.'),
          said: member(text(1_000), 'What was said.'),
        }),
        20,
      ),
      'What the decision relied on where no recorded event can be named.',
    ),
  ),
} as const;

/** An event with its parts opened. `details` holds what the holder of the keys, or the policy, gives. */
export interface OpenedEvent<Details = Readonly<Record<string, unknown>>> {
  readonly header: EventHeader;
  readonly details: Details;
}

/** Everything there is to know of one type of event; validation, schemas, GraphQL and the catalogue follow from it. */
export interface EventDeclaration<F extends Fields = Fields> {
  readonly type: string;
  readonly action: string | null;
  readonly means: string;
  readonly kindOfWork: string;
  readonly recordedBy: RecordedBy;
  readonly stream: StreamKind;
  readonly retention: RetentionClass;
  readonly version: number;
  readonly upcasts: Readonly<Record<number, Upcast>>;
  readonly beginsCase: boolean;
  readonly afterClosure: boolean;
  readonly narrows: boolean;
  readonly decision: boolean;
  readonly relations: Partial<Readonly<Record<RelationKind, RelationDemand>>>;
  readonly fields: F;
  /** Whether an event is of this type; narrows its details. */
  readonly is: (event: OpenedEvent) => event is OpenedEvent<DetailsOf<F>>;
}

type WithDecision<F extends Fields, D> = D extends true ? F & typeof decisionFields : F;

/** The details of a declared event: `Details<typeof ChildReportedMissing>`. */
export type Details<D> = D extends EventDeclaration<infer F> ? DetailsOf<F> : never;

/** Declares a type of event. The name is past tense: it says what happened. */
export const caseEvent = <const F extends Fields, const D extends boolean = false>(
  type: string,
  options: CaseEventOptions<F> & { readonly decision?: D },
): EventDeclaration<WithDecision<F, D>> => ({
  type,
  action: options.action ?? null,
  means: options.means,
  kindOfWork: options.kindOfWork,
  recordedBy: options.recordedBy,
  stream: options.stream ?? 'case',
  retention: options.retention ?? 'case-record',
  version: options.version ?? 1,
  upcasts: options.upcasts ?? {},
  beginsCase: options.beginsCase ?? false,
  afterClosure: options.afterClosure ?? false,
  narrows: options.narrows ?? false,
  decision: options.decision ?? false,
  relations: options.relations ?? {},
  fields: (options.decision ? { ...options.fields, ...decisionFields } : options.fields) as WithDecision<
    F,
    D
  >,
  is: (event): event is OpenedEvent<DetailsOf<WithDecision<F, D>>> => event.header.type === type,
});
