import { PoliceEncounterRecorded, PoliceProtectionUsed, VictimInterviewed } from './encounter-events.js';
import {
  EvidenceOpportunityIdentified,
  EvidenceOpportunityLost,
  EvidenceSecured,
} from './evidence-events.js';
import {
  CrimeRecorded,
  IntelligenceSubmitted,
  InvestigationClosed,
  InvestigationOpened,
  NonPunishmentConsidered,
  SuspectIdentified,
} from './investigation-events.js';
import { policeRules } from './rules.js';

export const policeProcess = {
  folder: 'police',
  title: 'Police and prosecution',
  events: [
    PoliceEncounterRecorded,
    PoliceProtectionUsed,
    CrimeRecorded,
    InvestigationOpened,
    InvestigationClosed,
    SuspectIdentified,
    EvidenceOpportunityIdentified,
    EvidenceSecured,
    EvidenceOpportunityLost,
    VictimInterviewed,
    IntelligenceSubmitted,
    NonPunishmentConsidered,
  ],
  rules: policeRules,
};
