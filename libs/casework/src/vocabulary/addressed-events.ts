/**
 * For each type that is written to an organisation: the field of the header that names it. It is read there even where the
 * organisation is not on the case, and tells it of the case. By name, since the types belong to several processes.
 */
export const addresseeFields: ReadonlyMap<string, string> = new Map([
  ['ReferralMade', 'to'],
  ['ChildWelfareReferralSent', 'to'],
  ['EscalationRaised', 'to'],
  ['ResponsibilityTransferred', 'to'],
  ['DisclosureRequested', 'askedOf'],
  ['DisclosureMade', 'disclosedTo'],
  ['DisclosureRefused', 'refusedTo'],
  ['JoinAccepted', 'organisation'],
  ['JoinDeclined', 'organisation'],
]);
