import type { RecordingFacts } from './facts.js';
import type { Decision } from './policy.js';
import { askAboutPurpose, type Ask } from './standing.js';

/** Recording needs a purpose as reading does. */
export const decideRecording = (ask: Ask, facts: RecordingFacts): Decision => {
  const purpose = askAboutPurpose(ask, facts.function, facts.role, facts.purpose);
  if (!purpose.allowed) return purpose;
  const recording = ask({
    principal: { type: 'Function', id: facts.function },
    action: 'record',
    resource: { type: 'Case', id: 'this' },
    context: {
      role: { __entity: { type: 'Role', id: facts.role } },
      onCase: facts.onCase,
      beginsCase: facts.beginsCase,
      fromOutside: facts.fromOutside,
    },
  });
  return recording.allowed
    ? { allowed: true, decidedBy: [...purpose.decidedBy, ...recording.decidedBy].sort() }
    : recording;
};
