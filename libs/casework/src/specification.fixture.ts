import { expect } from '@jest/globals';
import type { CaseId, Result } from '#kernel';
import type { CaseState } from './case-state.js';
import { decide, decideLink, type DecidedEvent } from './decide.js';
import type { EventDeclaration, OpenedEvent } from './declaration/case-event.js';
import type { Circumstances } from './decision/proposal.js';
import type { Refusal } from './decision/rule.js';
import { foldLink, type LinkState } from './record-links/link-state.js';
import {
  anotherCase,
  caseOf,
  eventsOf,
  headerOf,
  minutesIn,
  organisationOf,
  proposalOf,
  registered,
  type Act,
} from './story.fixture.js';

type Decision = Result<readonly DecidedEvent[], Refusal>;

/** What must come of an action. */
export interface Outcome {
  /** The rule of this name refuses it. */
  thenRefused(rule: string): void;
  /** Exactly events of these types are recorded, in this order. */
  thenRecorded(...declarations: readonly EventDeclaration[]): readonly DecidedEvent[];
}

const outcomeOf = (decision: Decision): Outcome => ({
  thenRefused: (rule) =>
    expect(decision).toEqual({ ok: false, reason: { rule, message: expect.any(String) } }),
  thenRecorded: (...declarations) => {
    const recorded = decision.ok ? decision.value : decision.reason.rule;
    expect(
      typeof recorded === 'string' ? recorded : recorded.map(({ declaration }) => declaration.type),
    ).toEqual(declarations.map(({ type }) => type));
    return typeof recorded === 'string' ? [] : recorded;
  },
});

/** Every event given is visible to whoever acts, but those said to be hidden. */
const circumstancesOf = (
  visible: readonly OpenedEvent[],
  linked: readonly CaseState[],
  named: ReadonlyMap<CaseId, CaseState> = new Map(),
): Circumstances<CaseState> => {
  const headers = new Map(visible.map(({ header }) => [header.id, header]));
  return {
    known: (id) => headers.get(id),
    linked,
    named,
    functionOf: (id) => registered.find((one) => one.id === id)?.function,
    organisationOf,
  };
};

export interface Specification {
  /** Another case of the child, in effect linked to this one. */
  linkedTo(...acts: readonly Act[]): Specification;
  /** Acts whose events the recorder sees on a case that is not linked to this one. */
  seenElsewhere(...acts: readonly Act[]): Specification;
  /** Acts whose events the recorder cannot see. */
  unseen(...acts: readonly Act[]): Specification;
  when(act: Act): Outcome;
}

const specification = (
  acts: readonly Act[],
  linkedActs: readonly (readonly Act[])[],
  hidden: readonly Act[],
  elsewhere: readonly Act[] = [],
): Specification => ({
  linkedTo: (...more) => specification(acts, [...linkedActs, more], hidden, elsewhere),
  seenElsewhere: (...more) => specification(acts, linkedActs, hidden, [...elsewhere, ...more]),
  unseen: (...more) => specification(acts, linkedActs, [...hidden, ...more], elsewhere),
  when: (act) => {
    const visible = [
      ...eventsOf(acts),
      ...[...linkedActs, elsewhere].flatMap((others) => eventsOf(others, anotherCase)),
    ].filter(({ header }) => !hidden.some(({ id }) => id === header.id));
    const linked = linkedActs.map((linkedCase) => caseOf(linkedCase, anotherCase));
    const proposal = proposalOf(act, act.recordedAt ?? minutesIn(acts.length));
    return outcomeOf(decide(caseOf(acts), proposal, circumstancesOf(visible, linked)));
  },
});

/** `given(by(lantern, CaseOpened)).when(by(lantern, CaseClosed)).thenRecorded(CaseClosed)`. */
export const given = (...acts: readonly Act[]): Specification => specification(acts, [], []);

export interface LinkSpecification {
  /** What was recorded on the link before. */
  andOnTheLink(...acts: readonly Act[]): LinkSpecification;
  when(act: Act): Outcome;
  readonly link: LinkState;
}

const linkSpecification = (
  cases: Readonly<Record<CaseId, readonly Act[]>>,
  onLink: readonly Act[],
): LinkSpecification => {
  const headers = onLink.map((act, minute) => headerOf(act, minutesIn(60 + minute), 'link', null));
  const link = foldLink(headers);
  return {
    link,
    andOnTheLink: (...more) => linkSpecification(cases, [...onLink, ...more]),
    when: (act) => {
      const named = new Map(Object.entries(cases).map(([id, acts]) => [id, caseOf(acts, id)]));
      const visible = headers.map((header) => ({ header, details: {} }));
      const proposal = proposalOf(act, minutesIn(60 + onLink.length));
      return outcomeOf(decideLink(link, proposal, circumstancesOf(visible, [], named)));
    },
  };
};

/** What stands on each of the cases that a link may name. */
export const givenCases = (cases: Readonly<Record<CaseId, readonly Act[]>>): LinkSpecification =>
  linkSpecification(cases, []);
