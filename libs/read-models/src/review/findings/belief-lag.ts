import type { AgencyFunction } from '#casework';
import type { Instant, OrganisationId } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import { isAcceptance, needsOfAcceptance } from './acceptance.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, counted, found, lasting } from './found.js';
import type { Inquiry } from './inquiry.js';
import { toldAt } from './account.js';
import { dayIsUncertain, occurredBy } from './when.js';

type Accepts = (inquiry: Inquiry, event: ReviewedEvent) => boolean;

const is =
  (...types: readonly string[]): Accepts =>
  (_inquiry, { type }) =>
    types.includes(type ?? '');
const either =
  (...ways: readonly Accepts[]): Accepts =>
  (inquiry, event) =>
    ways.some((way) => way(inquiry, event));

const positiveGrounds: Accepts = (inquiry, event) =>
  is('ReasonableGroundsDecided', 'ConclusiveGroundsDecided')(inquiry, event) &&
  inquiry.code(event, 'outcome') === 'positive';

const agedAChild: Accepts = (inquiry, event) =>
  event.type === 'AgeDeterminationAsserted' &&
  (inquiry.code(event, 'outcome') === 'child' ||
    ['treated-as-child', 'treated-as-child-pending-assessment'].includes(
      inquiry.code(event, 'effect') ?? '',
    ));

const believedAnAccount: Accepts = (inquiry, event) =>
  event.type === 'ChildDisclosureRecorded' &&
  ['believed', 'believed-in-part'].includes(inquiry.code(event, 'believed') ?? '');

const referred = is('ReferralMade', 'NrmReferralSubmitted', 'ChildWelfareReferralSent');
const ofImmigration = either(referred, agedAChild);
const ofThoseWhoHelp = either(referred, is('CaseOpened', 'GuardianAppointed'), agedAChild, believedAnAccount);

/** The first thing of each that says that an agency takes what it was told to be so; no entry: there is none for them. */
const waysToAccept: Partial<Record<AgencyFunction, Accepts>> = {
  'children-services': isAcceptance,
  police: is('CrimeRecorded', 'InvestigationOpened'),
  'competent-authority': positiveGrounds,
  border: ofImmigration,
  'asylum-casework': ofImmigration,
  health: ofThoseWhoHelp,
  education: ofThoseWhoHelp,
  guardianship: ofThoseWhoHelp,
  voluntary: ofThoseWhoHelp,
};

interface Account {
  readonly event: ReviewedEvent;
  readonly at: Instant;
  readonly how: 'recorded' | 'read';
}

const isAccount = ({ type, source }: ReviewedEvent): boolean =>
  type === 'ContactReceived' || type === 'ChildDisclosureRecorded' || source === 'childs-account';

/** Only a contact counts from its own date; the rest is dated by the telling, the recording or the reading. */
const isUncertain = ({ event, how }: Account): boolean =>
  event.type === 'ContactReceived' && how === 'recorded' && dayIsUncertain(event);

/** The first account that the agency took down, or of which somebody there read. */
const firstAccount = (
  inquiry: Inquiry,
  accounts: readonly ReviewedEvent[],
  agency: OrganisationId,
): Account | undefined => {
  let first: Account | undefined;
  for (const event of accounts) {
    const own = event.organisation === agency;
    const at = own ? toldAt(inquiry, event) : inquiry.record.knowledge.openings(agency, event.eventId)[0]?.at;
    if (at !== undefined && (first === undefined || at < first.at))
      first = { event, at, how: own ? 'recorded' : 'read' };
  }
  return first;
};

/** From the first time that an agency had an account to the first thing that says that it believed it. */
export const beliefLag: Definition = {
  id: 'belief-lag',
  version: 1,
  kind: 'belief-lag',
  words:
    'From the first account that an agency had to its first acceptance; found for an agency that had an account and had ' +
    'not accepted before it. An account is a contact, a child’s disclosure (from the day on which the child told it), ' +
    'anything that the agency recorded from the child’s own account (from its recording), or such a record of another ' +
    'agency (from when somebody first opened it). Acceptance is, for children’s services, a referral decision other ' +
    'than no further action, or that the child is looked after or has a protection plan; for police, a crime recorded or ' +
    'an investigation opened; for the competent authority, positive reasonable or conclusive grounds; for border and ' +
    'asylum casework, a referral of their own or a determination that the child is or is to be treated as a child; for ' +
    'health, education, guardianship and voluntary agencies also a case opened, a guardian appointed or a disclosure ' +
    'recorded as believed, wholly or in part. Other functions have no acceptance of their own.',
  parameters: {},
  needs: {
    ...needsOfAcceptance,
    ReasonableGroundsDecided: ['core.coded'],
    ConclusiveGroundsDecided: ['core.coded'],
    AgeDeterminationAsserted: ['core.coded'],
    ChildDisclosureRecorded: ['core.coded'],
  },
  find: (inquiry) => {
    const accounts = inquiry.story.filter(isAccount);
    return [...inquiry.record.agencies.values()].flatMap(({ organisation, function: of }) => {
      const accepts = waysToAccept[of];
      const account = accepts === undefined ? undefined : firstAccount(inquiry, accounts, organisation);
      if (accepts === undefined || account === undefined) return [];
      const acceptance = inquiry.story.find(
        (event) => event.organisation === organisation && accepts(inquiry, event),
      );
      const accepted = acceptance === undefined ? null : occurredBy(acceptance);
      if (accepted !== null && accepted < account.at) return [];
      const span = lasting(account.at, accepted);
      const name = inquiry.nameOf(organisation);
      return [
        found({
          key: [organisation],
          says:
            span.days === null
              ? `${name} had a first account, and no acceptance by it is on record.`
              : `${name} accepted ${counted(span.days, 'day')} after it first had an account.`,
          agencies: agenciesOf(organisation),
          ...span,
          dateUncertain: isUncertain(account) || (acceptance !== undefined && dayIsUncertain(acceptance)),
          cites: [
            ...cite('first-account', account.event),
            ...(acceptance === undefined ? [] : cite('acceptance', acceptance)),
          ],
          facts: { how: account.how, accepted: acceptance !== undefined },
        }),
      ];
    });
  },
};
