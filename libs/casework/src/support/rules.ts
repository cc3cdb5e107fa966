import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import { GuardianAppointed, GuardianEnded } from './guardian-events.js';

/** An appointment opens the whole of a child's case, so a service appoints only people of its own. */
const guardianIsOfTheService = rule<CaseState>(
  'guardian-is-of-the-service',
  [GuardianAppointed],
  'A guardianship service appoints its own guardians: the person is not enrolled with it.',
  (_kase, { details, recorder }, { organisationOf }) =>
    organisationOf(details.guardian as string) === recorder.organisation,
);

/** One child, one guardian: a second one beside the first would keep a sight of the case that nobody ends. */
const oneGuardianAtATime = rule<CaseState>(
  'child-has-one-guardian',
  [GuardianAppointed],
  'The child has a guardian: end that appointment first.',
  ({ people }) => people.guardian === null,
);

const onlyAnAppointedGuardianEnds = rule<CaseState>(
  'guardian-is-appointed',
  [GuardianEnded],
  'This person is not the guardian whom this service appointed to the child.',
  ({ people }, { details, recorder }) =>
    people.guardian?.person === details.guardian && people.guardian?.organisation === recorder.organisation,
);

export const supportRules: readonly Rule<CaseState>[] = [
  guardianIsOfTheService,
  oneGuardianAtATime,
  onlyAnAppointedGuardianEnds,
];
