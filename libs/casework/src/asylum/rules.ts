import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { RemovalHoldLifted } from './events.js';

/** A hold protects the child from whoever might want it gone: nobody ends another's. */
const holdIsLiftedByWhoPlacedIt = rule<CaseState>(
  'hold-is-lifted-by-who-placed-it',
  [RemovalHoldLifted],
  'A hold on removal is lifted by the organisation that placed it, while it stands.',
  ({ asylum }, { relations, recorder }) =>
    relations
      .filter(({ kind }) => kind === 'about')
      .every(({ event }) => asylum.holds.get(event) === recorder.organisation),
);

export const asylumRules: readonly Rule<CaseState>[] = [holdIsLiftedByWhoPlacedIt];
