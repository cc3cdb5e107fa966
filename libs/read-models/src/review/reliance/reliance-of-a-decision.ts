import type { EventId } from '#kernel';
import { always, type MakeQuestion } from '../reviewing.js';
import type { RelianceGraph } from './reliance-graph.js';
import { relianceQuestion } from './reliance-question.js';

/** The reliance of a decision, for a reviewer who has it; the same refusal where they have not and where there is none. */
export const relianceOfDecision =
  (decision: EventId): MakeQuestion<RelianceGraph> =>
  (context) =>
    context.record.byId.has(decision)
      ? always(relianceQuestion(decision))(context)
      : context.noSuchEvent(decision);
