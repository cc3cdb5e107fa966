import {
  categoryOf,
  gradeOf,
  hasPart,
  noParts,
  partSet,
  partsIn,
  type PartName,
  type PartSet,
} from '#casework';
import { CannotDecide } from './cannot-decide.js';
import { type PreparedPolicies, type Question } from './cedar.js';
import type { CaseFacts, EventFacts } from './facts.js';
import type { Decision, EntryDecision, WithheldPart, WithheldReason } from './policy.js';
import type { Ask, Standing } from './standing.js';

export const nothing = (decidedBy: readonly string[] = []): EntryDecision => ({
  level: 'none',
  handed: noParts,
  withheld: [],
  decidedBy: sorted(decidedBy),
});

const sorted = (ids: Iterable<string>): readonly string[] => [...new Set(ids)].sort();

/** The context of a question about the entry, or about one part of it. */
const readingContext = (
  standing: Standing,
  caseFacts: CaseFacts,
  event: EventFacts,
  present: PartSet,
  part?: PartName,
): Question['context'] => ({
  function: { __entity: { type: 'Function', id: standing.function } },
  onCase: caseFacts.onCase,
  childMissing: caseFacts.childMissing,
  related: standing.related,
  neverToPerson: standing.neverToPerson,
  own: event.own,
  ageResult: event.ageResult,
  recorderAndBoardOnly: event.recorderAndBoardOnly,
  addressed: event.addressed,
  disclosed: part ? hasPart(event.disclosed, part) : (event.disclosed & present) !== noParts,
  covert: event.covert,
  outsideReleasable: event.outsideReleasable,
  heldByOriginator: part !== undefined && hasPart(event.originatorHolds, part),
  neverToOrganisation: event.neverToOrganisation,
  notForImmigration: part !== undefined && hasPart(event.notForImmigration, part),
  disputedLink: event.disputedLink,
});

/** Allowed if any of them is; then by the policies that allowed the first, else by everything that denied. */
const anyOf = (
  standings: readonly Standing[],
  ask: (standing: Standing) => Decision,
): { readonly allowed: boolean; readonly decidedBy: readonly string[] } => {
  const denials: string[] = [];
  for (const standing of standings) {
    const decision = ask(standing);
    if (decision.allowed) return decision;
    denials.push(...decision.decidedBy);
  }
  return { allowed: false, decidedBy: denials };
};

/**
 * What readers of these standings get of an event between them: one person has one, an organisation several.
 *
 * The level says only what shows. With nothing named as withheld it is `full`, whatever lies behind, because the word
 * `partial` beside an entry that names nothing would itself be a trace.
 */
export const decideEntry = (
  policies: Pick<PreparedPolicies, 'reasonOf'> & { readonly ask: Ask },
  standings: readonly Standing[],
  caseFacts: CaseFacts,
  event: EventFacts,
  present: PartSet,
): EntryDecision => {
  const askAboutEntry = (action: string) => (standing: Standing) =>
    policies.ask({
      principal: { type: 'Row', id: standing.row },
      action,
      resource: { type: 'Entry', id: 'this' },
      context: readingContext(standing, caseFacts, event, present),
    });
  const askAboutPart = (action: string, part: PartName) => (standing: Standing) =>
    policies.ask({
      principal: { type: 'Row', id: standing.row },
      action: `${action}-${gradeOf(part)}`,
      resource: { type: 'Category', id: categoryOf(part) },
      context: readingContext(standing, caseFacts, event, present, part),
    });

  const decidedBy: string[] = [];
  const knowing = standings.filter((standing) => {
    const entry = askAboutEntry('see-entry')(standing);
    decidedBy.push(...entry.decidedBy);
    return entry.allowed;
  });
  if (knowing.length === 0) {
    const stub = anyOf(standings, askAboutEntry('see-stub'));
    decidedBy.push(...stub.decidedBy);
    return stub.allowed ? { ...nothing(decidedBy), level: 'stub' } : nothing(decidedBy);
  }

  const handed: PartName[] = [];
  const withheld: WithheldPart[] = [];
  for (const part of partsIn(present)) {
    const seen = anyOf(knowing, askAboutPart('see', part));
    decidedBy.push(...seen.decidedBy);
    if (seen.allowed) {
      handed.push(part);
      continue;
    }
    const named = anyOf(knowing, askAboutPart('name', part));
    decidedBy.push(...named.decidedBy);
    if (named.allowed) withheld.push({ part, reason: reasonGiven(policies, named) });
  }
  return {
    level: withheld.length > 0 ? 'partial' : 'full',
    handed: partSet(handed),
    withheld,
    decidedBy: sorted(decidedBy),
  };
};

const reasonGiven = (policies: Pick<PreparedPolicies, 'reasonOf'>, named: Decision): WithheldReason => {
  for (const id of named.decidedBy) {
    const reason = policies.reasonOf(id);
    if (reason !== undefined) return reason;
  }
  throw new CannotDecide(`no reason is given by ${named.decidedBy.join(', ')}`);
};
