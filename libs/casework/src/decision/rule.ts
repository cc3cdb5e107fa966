import type { EventDeclaration } from '../declaration/case-event.js';
import type { Circumstances, Proposal } from './proposal.js';

/** Why an action may not be recorded: the rule's name (stable, for software) and a sentence for the person. */
export interface Refusal {
  readonly rule: string;
  readonly message: string;
}

/**
 * A rule that must hold for some types of event. It is a value with a name, so that a refusal, a test and the
 * documentation speak of the same thing. `State` is what the action's own stream tells; for most rules that is a case.
 * `Around` is what they may ask beyond it.
 */
export interface Rule<State, Case = State, Around = Circumstances<Case>> {
  readonly name: string;
  readonly message: string;
  readonly on: readonly EventDeclaration[] | 'every';
  /** Whether the action may be recorded. */
  readonly holds: (state: State, proposal: Proposal, circumstances: Around) => boolean;
}

/** The sentence says what the rule is, and never repeats what the recorder wrote. */
export const rule = <State, Case = State, Around = Circumstances<Case>>(
  name: string,
  on: Rule<State, Case, Around>['on'],
  message: string,
  holds: Rule<State, Case, Around>['holds'],
): Rule<State, Case, Around> => ({ name, on, message, holds });

/** The first of the rules that the action breaks; undefined where every one holds. */
export const firstBroken = <State, Case, Around = Circumstances<Case>>(
  rules: readonly Rule<State, Case, Around>[],
  state: State,
  proposal: Proposal,
  circumstances: Around,
): Refusal | undefined => {
  const { type } = proposal.declaration;
  const broken = rules.find(
    ({ on, holds }) =>
      (on === 'every' || on.some((declaration) => declaration.type === type)) &&
      !holds(state, proposal, circumstances),
  );
  return broken && { rule: broken.name, message: broken.message };
};
