import type { EventId } from '#kernel';
import type { Process } from '../decision/process.js';
import { retractedBy } from '../integrity/retraction.js';
import { NrmReferralSubmitted, ReasonableGroundsDecided, ReconsiderationRequested } from './events.js';

/** How far the National Referral Mechanism has come. */
export interface MechanismState {
  readonly referrals: readonly EventId[];
  readonly positiveReasonableGrounds: readonly EventId[];
  readonly reconsiderations: readonly EventId[];
}

export const mechanism: Process<MechanismState> = {
  begin: { referrals: [], positiveReasonableGrounds: [], reconsiderations: [] },
  evolve: (known, event) => {
    const { id } = event.header;
    if (NrmReferralSubmitted.is(event)) return { ...known, referrals: [...known.referrals, id] };
    if (ReconsiderationRequested.is(event))
      return { ...known, reconsiderations: [...known.reconsiderations, id] };
    if (ReasonableGroundsDecided.is(event) && event.details.outcome === 'positive')
      return { ...known, positiveReasonableGrounds: [...known.positiveReasonableGrounds, id] };
    const retracted = retractedBy(event);
    if (retracted.length === 0) return known;
    const standing = (ids: readonly EventId[]) => ids.filter((each) => !retracted.includes(each));
    return {
      referrals: standing(known.referrals),
      positiveReasonableGrounds: standing(known.positiveReasonableGrounds),
      reconsiderations: standing(known.reconsiderations),
    };
  },
};
