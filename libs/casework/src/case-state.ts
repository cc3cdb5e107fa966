import type { CaseId, Instant } from '#kernel';
import type { OpenedEvent } from './declaration/case-event.js';
import type { Process } from './decision/process.js';
import { age } from './age-and-identity/state.js';
import { asylum } from './asylum/state.js';
import { protection } from './childrens-services/state.js';
import { duties } from './duties/state.js';
import { intake } from './intake/state.js';
import { missing } from './missing/state.js';
import { mechanism } from './national-referral-mechanism/state.js';
import { people } from './people-on-the-case/state.js';
import { investigation } from './police/state.js';

/** Every process that adds to what is known of a case; adding one here gives `CaseState` its slice. */
const slices = { intake, people, age, asylum, protection, mechanism, investigation, missing, duties };

type Slices = typeof slices;
type SliceOf<P> = P extends Process<infer Slice> ? Slice : never;

/**
 * What the rules need to know of a case: small, immutable facts. It holds no index of the events by id, which would make
 * folding a long case quadratic; whoever loads the stream has that.
 */
export type CaseState = {
  /** Null before the first event. */
  readonly caseId: CaseId | null;
  readonly lastRecordedAt: Instant | null;
} & { readonly [Name in keyof Slices]: SliceOf<Slices[Name]> };

type SliceName = keyof Slices;
const processes = Object.entries(slices) as unknown as readonly (readonly [SliceName, Process<unknown>])[];

/** A case before its first event. */
export const emptyCase: CaseState = {
  caseId: null,
  lastRecordedAt: null,
  ...(Object.fromEntries(processes.map(([name, { begin }]) => [name, begin])) as {
    [Name in SliceName]: SliceOf<Slices[Name]>;
  }),
};

/** What is known after one more event; the case given is left as it was. */
export const evolveCase = (kase: CaseState, event: OpenedEvent): CaseState => {
  const next: Record<string, unknown> = { ...kase };
  next.caseId = event.header.caseId;
  next.lastRecordedAt = event.header.recordedAt;
  for (const [name, { evolve }] of processes) next[name] = evolve(kase[name], event);
  return next as CaseState;
};

/** What is known after all the events of a case, in the order of the log. */
export const foldCase = (events: Iterable<OpenedEvent>): CaseState => {
  let kase = emptyCase;
  for (const event of events) kase = evolveCase(kase, event);
  return kase;
};
