import type { Position } from '#event-store';
import type { BuildState } from './tables.js';

/** What happened, for metrics. */
export type Observed = { readonly projection: string; readonly slot: number } & (
  | {
      readonly kind: 'batch';
      /** The build that readers read, or the one that is being filled. */
      readonly of: Exclude<BuildState, 'retired'>;
      readonly events: number;
      readonly milliseconds: number;
      readonly position: Position;
    }
  | { readonly kind: 'held' | 'given-up' | 'rebuild-begun' | 'swapped' }
);

/** Told of what happened; it must not throw. */
export type Observer = (observed: Observed) => void;

export const observeNothing: Observer = () => undefined;
