import { accepted, refused, type Result } from '#kernel';
import type { CaseState } from './case-state.js';
import type { EventDeclaration } from './declaration/case-event.js';
import type { Circumstances, Proposal } from './decision/proposal.js';
import { firstBroken, type Refusal } from './decision/rule.js';
import { rulesOfEveryAction, rulesOfEveryCaseAction } from './decision/rules-of-every-action/index.js';
import { processes } from './processes.js';
import type { LinkState } from './record-links/link-state.js';
import { linkRules } from './record-links/rules.js';

/** An event that is to be recorded; its header is for whoever records it. */
export interface DecidedEvent {
  readonly declaration: EventDeclaration;
  readonly details: Readonly<Record<string, unknown>>;
  /** Which of the events decided together made this one follow; null for the action itself. */
  readonly causedBy: number | null;
}

const caseRules = [
  ...rulesOfEveryCaseAction,
  ...rulesOfEveryAction,
  ...processes.flatMap(({ rules }) => rules ?? []),
];
const followOns = processes.flatMap((process) => process.followOns ?? []);

/** The event of an action and those that follow from it, without asking the rules. */
export const withWhatFollows = (proposal: Proposal): readonly DecidedEvent[] => {
  const decided: DecidedEvent[] = [
    { declaration: proposal.declaration, details: proposal.details, causedBy: null },
  ];
  for (const { after, event, details } of followOns) {
    if (after.type !== proposal.declaration.type) continue;
    const following = details(proposal);
    if (following) decided.push({ declaration: event, details: following, causedBy: 0 });
  }
  return decided;
};

/**
 * Decides whether an action may be recorded on a case, and what is recorded with it: the event itself, then those that
 * follow from it. The refusal is the first rule broken; what concerns the standing of the recorder comes first, so that
 * an organisation that is not on the case learns nothing else about it.
 */
export const decide = (
  kase: CaseState,
  proposal: Proposal,
  circumstances: Circumstances<CaseState>,
): Result<readonly DecidedEvent[], Refusal> => {
  const broken = firstBroken(caseRules, kase, proposal, circumstances);
  return broken ? refused(broken) : accepted(withWhatFollows(proposal));
};

/** The same for an action about a link between cases, which stands in a stream of its own. */
export const decideLink = (
  link: LinkState,
  proposal: Proposal,
  circumstances: Circumstances<CaseState>,
): Result<readonly DecidedEvent[], Refusal> => {
  const broken =
    firstBroken(linkRules, link, proposal, circumstances) ??
    firstBroken(rulesOfEveryAction, link, proposal, circumstances);
  return broken ? refused(broken) : accepted(withWhatFollows(proposal));
};
