import { noMatters, withBegun, withEnded, withRetracted, type Matters } from '../decision/matters.js';
import type { Process } from '../decision/process.js';
import { retractedBy } from '../integrity/retraction.js';
import { InvestigationClosed, InvestigationOpened } from './investigation-events.js';

export interface InvestigationState {
  readonly investigations: Matters;
}

export const investigation: Process<InvestigationState> = {
  begin: { investigations: noMatters },
  evolve: (known, event) => {
    const { header } = event;
    if (header.type === InvestigationOpened.type)
      return { investigations: withBegun(known.investigations, header) };
    if (header.type === InvestigationClosed.type)
      return { investigations: withEnded(known.investigations, header) };
    const retracted = retractedBy(event);
    return retracted.length > 0 ? { investigations: withRetracted(known.investigations, retracted) } : known;
  },
};
