import {
  ChildLocated,
  ChildReportedMissing,
  MissingReviewHeld,
  MissingRiskGraded,
} from '../../missing/events.js';
import { ReturnInterviewDeclined, ReturnInterviewHeld } from '../../missing/return-interview-events.js';
import { on, type DutyRule } from '../duty-rule.js';

const returnInterview = {
  id: 'return-interview',
  duty: 'return-interview',
  basis: 'common-knowledge',
  within: { hours: 72 },
  startedBy: [on(ChildLocated, 'alive', ({ how }) => how !== 'found-dead')],
  metBy: [on(ReturnInterviewHeld), on(ReturnInterviewDeclined)],
  metByWhom: 'anybody',
  responsible: 'authority',
} satisfies Partial<DutyRule>;

export const missingRules: readonly DutyRule[] = [
  {
    id: 'missing-review',
    version: '2005-01',
    duty: 'missing-review',
    says: 'The risk to a missing child is graded and kept under review until the child is located; it does not fall because the child goes often. No time is fixed.',
    source:
      'Guidance on the management, recording and investigation of missing persons (2005, 2010); College of Policing since 2013',
    basis: 'common-knowledge',
    strength: 'guidance',
    from: '2005-01-01',
    until: null,
    within: null,
    startedBy: [on(ChildReportedMissing)],
    metBy: [on(MissingRiskGraded), on(MissingReviewHeld), on(ChildLocated)],
    metByWhom: 'anybody',
    responsible: 'police',
  },
  {
    ...returnInterview,
    version: '2009-07',
    says: 'A child who comes back is offered an interview by somebody independent within 72 hours.',
    source:
      'Statutory guidance on children who run away and go missing from home or care (2009), which commends it',
    strength: 'good-practice',
    from: '2009-07-01',
    until: '2013-12-31',
  },
  {
    ...returnInterview,
    version: '2014-01',
    says: 'A child who comes back must be offered an interview by somebody independent within 72 hours.',
    source: 'Statutory guidance on children who run away or go missing from home or care (2014)',
    strength: 'guidance',
    from: '2014-01-01',
    until: null,
  },
];
