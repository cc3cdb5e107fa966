import type { Instant } from '#kernel';
import type { CaseTouch, Reader } from '../../api.js';
import type { WorklistItem, WorklistKind } from '../api.js';
import type { Ground, Moment } from '../../reading/moment.js';
import type { Details } from '../../reading/opening.js';
import type { ReadPorts } from '../../reading/ports.js';
import type { Touched } from '../../reading/touches.js';
import type { After } from './place.js';

/** Within what a worklist is put together. */
export interface WorklistGround {
  readonly moment: Moment;
  readonly ground: Ground;
  readonly ports: Pick<ReadPorts, 'directory'>;
  readonly reader: Reader;
  /** When the reader asked. */
  readonly current: Instant;
  /** The moment from which what is overdue is seen: when the reader asked for the first page. */
  readonly now: Instant;
}

/** Something of which it is not decided yet whether this reader may know. */
export interface Candidate {
  /** The instant by which it stands. */
  readonly at: Instant;
  /** Of the event or the grant. */
  readonly id: string;
}

/** Something that this reader may know of, with what telling it discloses. */
export interface SeenItem {
  readonly at: Instant;
  readonly id: string;
  /** What of an entry is told; null for what is an entry of no timeline. */
  readonly touched: Touched | null;
  /** What is told of a case that no entry tells; null where an entry is told. */
  readonly touch: CaseTouch | null;
  /** The item, given what was opened of the entry. */
  readonly item: (details: Details) => WorklistItem;
}

/** Some of what an organisation has to do of one kind, and those of it that this reader may know of, in one order. */
export interface LookedAt {
  readonly candidates: readonly Candidate[];
  readonly seen: readonly SeenItem[];
}

/** Where the items of one kind come from: so many, or all there are, after a place. */
export interface WorklistSource {
  readonly kind: WorklistKind;
  readonly next: (after: After, most: number) => Promise<LookedAt>;
}
