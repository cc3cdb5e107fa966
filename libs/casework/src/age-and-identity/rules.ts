import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { AgeDeterminationAsserted, AgeDeterminationWithdrawn } from './events.js';

/**
 * Agencies copy one another's age decisions; the record must show whose each one is, so none may be ended by another.
 * The determination may stand on a linked case: its header is enough to know whose it is.
 */
const onlyItsAsserterWithdraws = rule<CaseState>(
  'only-its-asserter-withdraws-a-determination',
  [AgeDeterminationWithdrawn],
  'A determination of age is withdrawn only by the organisation that asserted it.',
  (_kase, { relations, recorder }, { known }) =>
    relations
      .filter(({ kind }) => kind === 'withdraws')
      .every(({ event }) => known(event)?.recordedBy.organisation === recorder.organisation),
);

const withdrawnOnce = rule<CaseState>(
  'determination-is-withdrawn-once',
  [AgeDeterminationWithdrawn],
  'This determination of age has been withdrawn already.',
  (kase, { relations }, { linked }) =>
    relations.every(
      ({ kind, event }) =>
        kind !== 'withdraws' ||
        [kase, ...linked].every(({ age }) => age.determinations.get(event)?.withdrawn !== true),
    ),
);

const resultSaysAnAge = rule<CaseState>(
  'determination-says-an-age',
  [AgeDeterminationAsserted],
  'A determination gives a date of birth or a range of ages, whose least is not above its greatest.',
  (_kase, { details }) => {
    const { dateOfBirth, ageFrom, ageTo, outcome } = details as {
      dateOfBirth?: string;
      ageFrom?: number;
      ageTo?: number;
      outcome?: string;
    };
    if (ageFrom !== undefined && ageTo !== undefined && ageFrom > ageTo) return false;
    return (
      outcome === 'undetermined' || dateOfBirth !== undefined || ageFrom !== undefined || ageTo !== undefined
    );
  },
);

export const ageRules: readonly Rule<CaseState>[] = [
  onlyItsAsserterWithdraws,
  withdrawnOnce,
  resultSaysAnAge,
];
