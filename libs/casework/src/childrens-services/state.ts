import { noMatters, withBegun, withEnded, withRetracted, type Matters } from '../decision/matters.js';
import type { Process } from '../decision/process.js';
import { retractedBy } from '../integrity/retraction.js';
import {
  ProtectionPlanEnded,
  ProtectionPlanStarted,
  Section47Concluded,
  Section47Started,
} from './child-protection-events.js';
import {
  LookedAfterEnded,
  LookedAfterStarted,
  PlacementEnded,
  PlacementMade,
} from './looked-after-events.js';

/** What children's services have under way for the child. */
export interface ProtectionState {
  readonly enquiries: Matters;
  readonly plans: Matters;
  readonly lookedAfter: Matters;
  readonly placements: Matters;
}

const courses = [
  { matters: 'enquiries', begins: Section47Started.type, ends: Section47Concluded.type },
  { matters: 'plans', begins: ProtectionPlanStarted.type, ends: ProtectionPlanEnded.type },
  { matters: 'lookedAfter', begins: LookedAfterStarted.type, ends: LookedAfterEnded.type },
  { matters: 'placements', begins: PlacementMade.type, ends: PlacementEnded.type },
] as const;

export const protection: Process<ProtectionState> = {
  begin: { enquiries: noMatters, plans: noMatters, lookedAfter: noMatters, placements: noMatters },
  evolve: (known, event) => {
    for (const { matters, begins, ends } of courses) {
      if (event.header.type === begins)
        return { ...known, [matters]: withBegun(known[matters], event.header) };
      if (event.header.type === ends) return { ...known, [matters]: withEnded(known[matters], event.header) };
    }
    const retracted = retractedBy(event);
    if (retracted.length === 0) return known;
    return {
      enquiries: withRetracted(known.enquiries, retracted),
      plans: withRetracted(known.plans, retracted),
      lookedAfter: withRetracted(known.lookedAfter, retracted),
      placements: withRetracted(known.placements, retracted),
    };
  },
};
