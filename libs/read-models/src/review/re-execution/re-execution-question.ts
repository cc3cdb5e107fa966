import { noParts, type PartName, type Purpose, type Role } from '#casework';
import { isPosition, type Position } from '#event-store';
import { accepted, type EventId, type Instant, type OrganisationId, type PersonId } from '#kernel';
import type { SharingPolicy } from '#sharing-policy';
import { validPage } from '../../reading/timeline-query.js';
import type { AccessRecordRead } from '../knowledge/access-records.js';
import { handedOverIn } from '../knowledge/openings.js';
import { walk, type StateAt } from '../replay/state-at.js';
import type { MakeQuestion, ReviewContext } from '../reviewing.js';
import { decideAgain } from './decided-again.js';
import { readerThen } from './reader-then.js';

/** `not-permitted`: it was handed over and would not be. `other-policies`: it would be, and other policies decide so. */
export type ReExecutionDifferenceKind = 'not-permitted' | 'other-policies';

export interface ReExecutionDifference {
  readonly kind: ReExecutionDifferenceKind;
  readonly at: Instant;
  readonly organisation: OrganisationId;
  readonly person: PersonId;
  readonly role: string;
  readonly policyVersion: string;
  /** Null where the difference is one of the whole record. */
  readonly eventId: EventId | null;
  readonly parts: readonly PartName[];
}

/** Why a record could not be decided again: it told of no event, or what decides it cannot be known. */
export const notDecidedAgainReasons = [
  'no-event-told',
  'policy-not-shipped',
  'reader-unknown',
  'place-unknown',
] as const;
export type NotDecidedAgainReason = (typeof notDecidedAgainReasons)[number];

/** What is not on record as it was then, and is taken as it is now. */
export const takenFromNow = [
  'who manages which team and who supervises whom',
  'in which team the reader is, and whose colleague was suspended',
  'of which organisation those are who must never have an event, where its software read',
] as const;

export interface ReExecution {
  /** Disclosures that were decided again. */
  readonly decidedAgain: number;
  readonly notDecidedAgain: readonly { readonly reason: NotDecidedAgainReason; readonly records: number }[];
  readonly differing: number;
  /** The first of them, oldest first. */
  readonly differences: readonly ReExecutionDifference[];
  readonly takenFromNow: readonly string[];
}

/**
 * Decides every disclosure of the cases in scope again, at its own place in the log and under its own policy. A reader
 * chose what to ask for, so that less was handed over than could be is no difference.
 */
export const reExecutionQuestion =
  (first: number): MakeQuestion<ReExecution> =>
  (context) => {
    const valid = validPage(first, false);
    if (!valid.ok) return valid;
    return accepted({
      parts: () => noParts,
      answer: () => Promise.resolve(reExecution(context, first)),
    });
  };

const reExecution = (context: ReviewContext, first: number): ReExecution => {
  const { record, history, ports, accessRecords } = context;
  const inScope = new Set(record.scope.cases);
  const walking = walk(history.events, ports.policies);
  const skipped = new Map<NotDecidedAgainReason, number>();
  const differences: ReExecutionDifference[] = [];
  let decidedAgain = 0;
  const placed = accessRecords
    .filter((one) => inScope.has(one.row.case_id) && concernsTheRecord(one, context))
    .map((one) => ({ one, place: placeOf(one) }))
    .sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0));
  for (const { one, place } of placed) {
    const outcome = decideRecord(one, place, walking.upTo, context);
    if (typeof outcome === 'string') skipped.set(outcome, (skipped.get(outcome) ?? 0) + 1);
    else {
      decidedAgain += 1;
      differences.push(...outcome);
    }
  }
  differences.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return {
    decidedAgain,
    notDecidedAgain: notDecidedAgainReasons.flatMap((reason) => {
      const records = skipped.get(reason) ?? 0;
      return records === 0 ? [] : [{ reason, records }];
    }),
    differing: differences.length,
    differences: differences.slice(0, first),
    takenFromNow,
  };
};

/** What tells of hidden events alone is in no count. */
const concernsTheRecord = (one: AccessRecordRead, { record }: ReviewContext): boolean => {
  const handed = handedOverIn(one);
  return handed.length === 0
    ? record.agencies.has(one.row.organisation)
    : handed.some(({ event }) => record.byId.has(event));
};

const nowhere = '';

const placeOf = ({ details }: AccessRecordRead): string =>
  isPosition(details.viewPosition) ? details.viewPosition : nowhere;

const decideRecord = (
  one: AccessRecordRead,
  place: string,
  stateAt: (position: Position) => StateAt,
  { record, ports }: ReviewContext,
): NotDecidedAgainReason | readonly ReExecutionDifference[] => {
  const { details, row } = one;
  const handed = handedOverIn(one);
  if (handed.length === 0) return 'no-event-told';
  if (!isPosition(place)) return 'place-unknown';
  const policy: SharingPolicy | undefined = ports.policies.byVersion(details.policyInForce as string);
  if (policy === undefined) return 'policy-not-shipped';
  const state = stateAt(place);
  const said = {
    organisation: row.organisation,
    person: row.person,
    role: row.role as Role,
    purpose: details.purpose as Purpose,
  };
  const reader = readerThen(said, state, ports.directory);
  if (reader === undefined) return 'reader-unknown';
  const found: ReExecutionDifference[] = [];
  const decidedBy = new Set<string>();
  const of = {
    ...{ at: row.recorded_at, organisation: row.organisation, person: row.person, role: row.role },
    policyVersion: policy.version,
  };
  const from = {
    ...{ state, policy, reader, directory: ports.directory },
    ...{ caseId: row.case_id, at: row.recorded_at },
  };
  for (const event of handed) {
    const again = decideAgain(from, event);
    for (const id of again.decidedBy) decidedBy.add(id);
    if (again.visible && again.notGivenNow.length === 0) continue;
    // Of an event that this reviewer may not know of nothing is told.
    if (!record.byId.has(event.event)) continue;
    found.push({ ...of, kind: 'not-permitted', eventId: event.event, parts: again.notGivenNow });
  }
  const recorded = new Set(details.decidingPolicies as readonly string[]);
  // The question itself may have been decided by policies besides, so more of them on record is no difference.
  const others = [...decidedBy].some((id) => !recorded.has(id));
  const known = handed.every(({ event }) => record.byId.has(event));
  if (found.length === 0 && others && known)
    found.push({ ...of, kind: 'other-policies', eventId: null, parts: [] });
  return found;
};
