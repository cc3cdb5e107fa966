import type { CaseState } from '../case-state.js';
import { rule, type Rule } from '../decision/rule.js';
import type { AgencyFunction, Role } from '../vocabulary/agencies.js';
import { GuardianAppointed } from '../support/guardian-events.js';
import { InvestigatorAssigned, WorkerAllocated } from './events.js';

/**
 * Who gives out cases, where an agency tells them apart from those who work on one. Elsewhere whoever does the casework
 * takes a case on, as in a small charity; it stands on the case for everybody to see.
 */
const givingOutCases: Partial<Readonly<Record<AgencyFunction, readonly Role[]>>> = {
  'children-services': ['team-manager', 'duty-worker', 'system'],
  police: ['supervisor', 'system'],
  guardianship: ['coordinator', 'system'],
};

const puttingOnACase = [WorkerAllocated, InvestigatorAssigned, GuardianAppointed];

/** An allocation opens a child's case to the person, so it is not for every colleague to make. */
const allocatedByWhoManages = rule<CaseState>(
  'allocation-is-by-who-manages',
  puttingOnACase,
  "A team manager or duty worker of children's services allocates a worker, a police supervisor assigns an investigator, and a coordinator appoints a guardian.",
  (_kase, { recorder }) => givingOutCases[recorder.function]?.includes(recorder.role) ?? true,
);

/** Nobody opens a case to themselves: a second person has to have meant it. */
const allocatedBySomebodyElse = rule<CaseState>(
  'allocation-is-by-somebody-else',
  puttingOnACase,
  "In children's services, the police and guardianship nobody puts themselves on a case: another who gives out cases does.",
  (_kase, { details, recorder }) =>
    givingOutCases[recorder.function] === undefined ||
    [details.worker, details.investigator, details.guardian].every((person) => person !== recorder.person),
);

export const allocationRules: readonly Rule<CaseState>[] = [allocatedByWhoManages, allocatedBySomebodyElse];
