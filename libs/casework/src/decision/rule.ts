import type { EventDeclaration } from '../declaration/case-event.js';
import type { Circumstances, Proposal } from './proposal.js';

/** Why an action may not be recorded: the rule's name (stable, for software) and a sentence for the person. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
}

/**
 * A rule that must hold for some types of event. It is a value with a name, so that a refusal, a test and the
 * documentation speak of the same thing.
 */
export interface Rule<Case> {
  readonly name: string;
  readonly message: string;
  readonly on: readonly EventDeclaration[] | 'every';
  /** Whether the action may be recorded. */
  readonly holds: (kase: Case, proposal: Proposal, circumstances: Circumstances<Case>) => boolean;
}

/** The sentence says what the rule is, and never repeats what the recorder wrote. */
export const rule = <Case>(
  name: string,
  on: Rule<Case>['on'],
  message: string,
  holds: Rule<Case>['holds'],
): Rule<Case> => ({ name, on, message, holds });
