import type { Instant } from '#kernel';
import type { Details, EventDeclaration, OpenedEvent } from '../declaration/case-event.js';
import type { AgencyFunction } from '../vocabulary/agencies.js';
import type { TimeAllowed } from './time-allowed.js';
import type { Duty } from './deadline-events.js';

/** What a condition may know besides the event itself: what was on record when it was recorded. */
export interface KnownOfTheChild {
  /** Since when the child has been in a private fostering arrangement, as far as was on record. */
  readonly privatelyFosteredSince: Instant | null;
  readonly unaccompanied: boolean;
  readonly referredToTheMechanism: boolean;
}

/** Events that start, meet, end or extend the clock of a duty. */
export interface Trigger {
  readonly type: string;
  /** As the table of rules says it; null where every event of the type does. */
  readonly condition: string | null;
  readonly holds: (event: OpenedEvent, known: KnownOfTheChild) => boolean;
}

/** Every event of a type, or only those of which a condition holds. */
export const on = <D extends EventDeclaration>(
  declaration: D,
  condition: string | null = null,
  holds: (details: Details<D>, event: OpenedEvent, known: KnownOfTheChild) => boolean = () => true,
): Trigger => ({
  type: declaration.type,
  condition,
  holds: (event, known) => declaration.is(event) && holds(event.details as Details<D>, event, known),
});

export interface Extension extends Trigger {
  /** How long from the event that extends, or until when (EDTF) that event says; null where it gives no date. */
  readonly to: TimeAllowed | ((details: Readonly<Record<string, unknown>>) => string | null);
}

/**
 * Who had to act: the organisation that recorded what started the clock; the one to which that was addressed; the
 * authority that is responsible for the child (else the children's services or the lead of the case); or organisations
 * of a function, where the case does not tell which.
 */
export type Responsible = 'recorder' | 'addressee' | 'authority' | AgencyFunction;

export const dutyStrengths = ['duty', 'guidance', 'good-practice'] as const;
export type DutyStrength = (typeof dutyStrengths)[number];

/**
 * A duty with what starts and stops its clock, as it was in force for a time. The rule that counts is the one in force
 * when the clock started.
 */
export interface DutyRule {
  readonly id: string;
  /** The year, or year and month, from which this wording of the rule counts. */
  readonly version: string;
  readonly duty: Duty;
  /** The rule in a sentence. */
  readonly says: string;
  readonly source: string;
  /** `source`: taken from it. `common-knowledge`: not checked against the text of it. `assumed`: a reading of ours. */
  readonly basis: 'source' | 'common-knowledge' | 'assumed';
  readonly strength: DutyStrength;
  /** First and last day of its validity in England; null: before anything on record, or still. */
  readonly from: string | null;
  readonly until: string | null;
  /** Null where no time is fixed: the rule is stated and no clock runs. */
  readonly within: TimeAllowed | null;
  /** The time is counted not from what starts the clock but from the contact or referral that it is about. */
  readonly countedFrom?: 'what-it-is-about';
  readonly startedBy: readonly Trigger[];
  readonly metBy: readonly Trigger[];
  /** By whom it may be met; anybody on the case where it matters only that it is done. */
  readonly metByWhom: 'responsible' | 'anybody';
  /** One act is enough for every clock that runs, whatever the act says it is about: a crime is recorded once. */
  readonly onceForAll?: true;
  /** What ends the clock without meeting the duty, because there is nothing left to do. */
  readonly endedBy?: readonly Trigger[];
  readonly extendedBy?: readonly Extension[];
  readonly responsible: Responsible;
  /** The functions on whose organisations it lies; absent: on those of any, or it is of the one function anyhow. */
  readonly dutyOf?: readonly AgencyFunction[];
}

/** A rule with its version, as a deadline states it: `return-interview@2014-01`. */
export const ruleName = ({ id, version }: Pick<DutyRule, 'id' | 'version'>): string => `${id}@${version}`;
export const ruleIdIn = (name: string): string => name.slice(0, name.indexOf('@'));
