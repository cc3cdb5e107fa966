/** A process of the field as a summary follows it: what begins it and what ends it. */
export interface FollowedProcess {
  readonly name: string;
  readonly begins: readonly string[];
  readonly ends: readonly string[];
}

/**
 * The processes whose beginning leaves a duty open until something ends them. An ending that names no beginning ends
 * all that are open: agencies report one absence several times, and one finding ends it.
 */
export const followedProcesses: readonly FollowedProcess[] = [
  { name: 'referral-decision', begins: ['ContactReceived'], ends: ['ReferralDecisionMade'] },
  {
    name: 'referral',
    begins: ['ReferralMade', 'ChildWelfareReferralSent'],
    ends: ['ReferralAccepted', 'ReferralRejected'],
  },
  { name: 'assessment', begins: ['AssessmentStarted'], ends: ['AssessmentCompleted'] },
  { name: 'section-47-enquiry', begins: ['Section47Started'], ends: ['Section47Concluded'] },
  { name: 'protection-plan', begins: ['ProtectionPlanStarted'], ends: ['ProtectionPlanEnded'] },
  { name: 'looked-after', begins: ['LookedAfterStarted'], ends: ['LookedAfterEnded'] },
  { name: 'placement', begins: ['PlacementMade'], ends: ['PlacementEnded'] },
  {
    name: 'private-fostering',
    begins: ['PrivateFosteringNotified', 'UnnotifiedArrangementIdentified'],
    ends: ['PrivateFosteringVisited'],
  },
  { name: 'reasonable-grounds', begins: ['NrmReferralSubmitted'], ends: ['ReasonableGroundsDecided'] },
  { name: 'conclusive-grounds', begins: ['ReasonableGroundsDecided'], ends: ['ConclusiveGroundsDecided'] },
  {
    name: 'reconsideration',
    begins: ['ReconsiderationRequested'],
    ends: ['ReasonableGroundsDecided', 'ConclusiveGroundsDecided'],
  },
  { name: 'asylum-claim', begins: ['AsylumClaimLodged'], ends: ['AsylumDecisionMade'] },
  { name: 'removal-hold', begins: ['RemovalHoldPlaced'], ends: ['RemovalHoldLifted'] },
  { name: 'investigation', begins: ['InvestigationOpened'], ends: ['InvestigationClosed'] },
  {
    name: 'evidence-opportunity',
    begins: ['EvidenceOpportunityIdentified'],
    ends: ['EvidenceSecured', 'EvidenceOpportunityLost'],
  },
  { name: 'missing-episode', begins: ['ChildReportedMissing'], ends: ['ChildLocated'] },
  {
    name: 'return-interview',
    begins: ['ChildLocated'],
    ends: ['ReturnInterviewHeld', 'ReturnInterviewDeclined'],
  },
  {
    name: 'disclosure-request',
    begins: ['DisclosureRequested'],
    ends: ['DisclosureMade', 'DisclosureRefused'],
  },
  {
    name: 'transfer-of-responsibility',
    begins: ['ResponsibilityTransferred'],
    ends: ['ResponsibilityAccepted', 'ResponsibilityDeclined'],
  },
  { name: 'guardianship', begins: ['GuardianAppointed'], ends: ['GuardianEnded'] },
];
