import type { CaseState } from '../case-state.js';
import { isUnderWay } from '../decision/matters.js';
import { rule, type Rule } from '../decision/rule.js';
import { InvestigationClosed } from './investigation-events.js';

const onlyAnOpenInvestigationIsClosed = rule<CaseState>(
  'investigation-is-open',
  [InvestigationClosed],
  'No investigation is open that could be closed.',
  (kase, { relations }, { linked }) =>
    isUnderWay(
      kase.investigation.investigations,
      linked.map(({ investigation }) => investigation.investigations),
      relations,
    ),
);

export const policeRules: readonly Rule<CaseState>[] = [onlyAnOpenInvestigationIsClosed];
