import type {
  EmergencyAccessAct,
  EmergencyAccessFacts,
  CaseFacts,
  Reader,
  ReviewAct,
  ReviewFacts,
} from './facts.js';
import type { Decision } from './policy.js';
import { askAboutPurpose, rowOf, type Ask } from './standing.js';

const thisCase = { type: 'Case', id: 'this' } as const;
const entity = (type: string, id: string) => ({ __entity: { type, id } });

const both = (first: Decision, second: Decision): Decision =>
  second.allowed ? { allowed: true, decidedBy: [...first.decidedBy, ...second.decidedBy].sort() } : second;

const emergencyActions: Readonly<Record<EmergencyAccessAct, string>> = {
  open: 'open-emergency-access',
  end: 'end-emergency-access',
  review: 'review-emergency-access',
  'know-of': 'know-of-emergency-access',
};

/** Every act needs a purpose, as reading does. */
export const decideEmergencyAccess = (
  ask: Ask,
  act: EmergencyAccessAct,
  facts: EmergencyAccessFacts,
): Decision => {
  const { function: agency, role, purpose, ...relations } = facts;
  const gate = askAboutPurpose(ask, agency, role, purpose);
  if (!gate.allowed) return gate;
  const decision = ask({
    principal: { type: 'Function', id: agency },
    action: emergencyActions[act],
    resource: thisCase,
    context: {
      role: entity('Role', role),
      purpose: entity('Purpose', purpose),
      holder: relations.holder,
      sameOrganisation: relations.sameOrganisation,
      sameTeam: relations.sameTeam,
      supervisesHolder: relations.supervisesHolder,
      responsibleAuthority: relations.responsibleAuthority,
    },
  });
  return both(gate, decision);
};

const reviewActions: Readonly<Record<ReviewAct, string>> = {
  open: 'open-review',
  close: 'close-review',
  'record-finding': 'record-finding',
  read: 'read-review',
  export: 'export-review',
};

export const decideReview = (ask: Ask, act: ReviewAct, facts: ReviewFacts): Decision => {
  const { function: agency, role, purpose, ownBoard, reviewing } = facts;
  const gate = askAboutPurpose(ask, agency, role, purpose);
  if (!gate.allowed) return gate;
  const decision = ask({
    principal: { type: 'Function', id: agency },
    action: reviewActions[act],
    resource: thisCase,
    context: { role: entity('Role', role), purpose: entity('Purpose', purpose), ownBoard, reviewing },
  });
  return both(gate, decision);
};

/** Whether a reader may learn what other agencies had of a case. An organisation's software may not: it stands in no row. */
export const decideKnowledge = (
  ask: Ask,
  { function: agency, person }: Reader,
  caseFacts: CaseFacts,
): Decision => {
  const gate = askAboutPurpose(ask, agency, person.role, person.purpose);
  if (!gate.allowed) return gate;
  const { row, decidedBy } = rowOf(ask, agency, person, caseFacts);
  const decision = ask({
    principal: { type: 'Row', id: row },
    action: 'read-knowledge',
    resource: thisCase,
    context: { role: entity('Role', person.role) },
  });
  return both({ allowed: true, decidedBy: [...gate.decidedBy, ...decidedBy] }, decision);
};
