import type { EventId } from '#kernel';
import type { CaseState } from '../case-state.js';
import type { Circumstances, Proposal } from '../decision/proposal.js';
import { rule, type Rule } from '../decision/rule.js';
import { isNeverOnACase } from '../decision/rules-of-every-action/standing.js';
import { CaseClosed } from '../intake/case-management-events.js';
import { EventRetracted } from '../integrity/events.js';
import { HandlingChanged } from '../sharing/events.js';
import { ChildLocated, ChildReportedMissing, MissingReviewHeld, MissingRiskGraded } from './events.js';
import {
  ReturnInterviewDeclined,
  ReturnInterviewHeld,
  ReturnInterviewOffered,
} from './return-interview-events.js';
import { childIsMissing, childWasLocated, childWasReportedMissing } from './state.js';

/** Nobody may close a case while its child is missing: closing ends every agency's duty to look. */
export const noClosureWhileMissing = rule<CaseState>(
  'child-is-missing',
  [CaseClosed],
  'The child is missing, so neither this case nor one linked to it can be closed: record that the child was located first.',
  (kase, _proposal, { linked }) => ![kase, ...linked].some(({ missing }) => childIsMissing(missing)),
);

/** The episode stands on one case; the locating belongs beside it, or the episode would stay open there. */
export const onlyAMissingChildIsLocated = rule<CaseState>(
  'located-child-was-missing',
  [ChildLocated],
  'No episode of this child being missing is open on this case.',
  ({ missing }) => childIsMissing(missing),
);

/** A grade or a review may be written up after the child is back, but not where nobody was ever reported missing. */
export const onlyAReportedChildIsGraded = rule<CaseState>(
  'missing-child-was-reported',
  [MissingRiskGraded, MissingReviewHeld],
  'The child has not been reported missing.',
  (kase, _proposal, { linked }) => [kase, ...linked].some(({ missing }) => childWasReportedMissing(missing)),
);

/** About the last return, even when the child has gone again since. */
export const returnInterviewFollowsTheReturn = rule<CaseState>(
  'return-interview-follows-the-return',
  [ReturnInterviewOffered, ReturnInterviewHeld, ReturnInterviewDeclined],
  'A return interview is for a child who was missing and has been located.',
  (kase, _proposal, { linked }) => [kase, ...linked].some(({ missing }) => childWasLocated(missing)),
);

const searchTypes: readonly string[] = [ChildReportedMissing.type, ChildLocated.type];

const isOfASearch = (event: EventId, kase: CaseState, circumstances: Circumstances<CaseState>): boolean => {
  const cases = [kase, ...circumstances.linked];
  const header = circumstances.known(event);
  if (header === undefined) return false;
  return (
    searchTypes.includes(header.type) ||
    cases.some(({ missing }) => missing.ofTheSearch.has(event)) ||
    // What a retraction took back on a case that is not linked now cannot be told from here.
    (header.type === EventRetracted.type && cases.every(({ caseId }) => caseId !== header.caseId))
  );
};

/** A list may name people; immigration enforcement and the analysis centre are told of no case anyhow. */
const namesAnAgency = (list: unknown, { functionOf }: Circumstances<CaseState>): boolean =>
  (list as readonly string[]).some((id) => {
    const agency = functionOf(id);
    return agency !== undefined && !isNeverOnACase(agency);
  });

type Keeps = (proposal: Proposal, circumstances: Circumstances<CaseState>) => boolean;

const isKeptFromAnAgency: Keeps = ({ handling }, circumstances) =>
  handling.caveats.some(({ caveat }) => caveat === 'covert') ||
  handling.releasableTo !== null ||
  namesAnAgency(handling.neverTo, circumstances);

const keepsAnotherFromAnAgency: Keeps = ({ details }, circumstances) =>
  details.covert === true ||
  details.releaseLimited === true ||
  namesAnAgency(details.neverToOrganisations, circumstances) ||
  namesAnAgency(details.neverToPeople, circumstances);

/**
 * While a child is missing the police have every address, and no case of the child is closed: whoever is not told why
 * would see it all the same, and would not look. So it is told to everyone whose duty is to look, and so is its end.
 */
export const searchIsKeptFromNoAgency = rule<CaseState>(
  'search-for-a-child-is-kept-from-no-agency',
  [ChildReportedMissing, ChildLocated, EventRetracted, HandlingChanged],
  'That a child is missing, or was located, is neither covert, nor released to some agencies only, nor never to an agency: everyone with a duty to look must know. People may be named, and parts withheld.',
  (kase, proposal, circumstances) => {
    const { declaration, relations } = proposal;
    if (searchTypes.includes(declaration.type)) return !isKeptFromAnAgency(proposal, circumstances);
    const [by, keeps] =
      declaration.type === EventRetracted.type
        ? (['withdraws', isKeptFromAnAgency] as const)
        : (['about', keepsAnotherFromAnAgency] as const);
    return (
      !keeps(proposal, circumstances) ||
      relations.every(({ kind, event }) => kind !== by || !isOfASearch(event, kase, circumstances))
    );
  },
);

export const missingRules: readonly Rule<CaseState>[] = [
  noClosureWhileMissing,
  onlyAMissingChildIsLocated,
  onlyAReportedChildIsGraded,
  returnInterviewFollowsTheReturn,
  searchIsKeptFromNoAgency,
];
