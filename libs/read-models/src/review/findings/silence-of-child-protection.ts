import { daysBetween } from '#kernel';
import type { Inquiry } from './inquiry.js';
import type { ReviewedEvent } from '../record-under-review.js';
import { isAcceptance, needsOfAcceptance } from './acceptance.js';
import { activities, gapsBetween } from './activity.js';
import type { Definition, Found } from './finding.js';
import { agenciesOf, cite, counted, found, lasting } from './found.js';
import { dayIsUncertain, occurredBy } from './when.js';

const beside = {
  value: 2,
  unit: 'days',
  why: 'a first responder had 48 hours for a referral to the mechanism; one to children’s services was owed no later',
} as const;

const isChildProtectionReferral = ({ functionOf }: Inquiry, event: ReviewedEvent): boolean =>
  (event.type === 'ReferralMade' || event.type === 'ChildWelfareReferralSent') &&
  event.addressees.some((addressee) => functionOf(addressee) === 'children-services');

/** A referral to the mechanism with no referral for the child's protection beside it. */
export const noChildProtectionReferral: Definition = {
  id: 'no-child-protection-referral',
  version: 1,
  kind: 'silence',
  words:
    'A referral to the National Referral Mechanism, and by the end of `beside` days after it neither a referral of the ' +
    'child to children’s services nor an acceptance by them had occurred. It lasts until one of the two. It says whether ' +
    'the referral claimed that one had been made. A contact that was turned away is no referral.',
  parameters: { beside },
  needs: { NrmReferralSubmitted: ['core.coded'], ...needsOfAcceptance },
  find: (inquiry) => {
    const protecting = inquiry.story.filter(
      (event) => isChildProtectionReferral(inquiry, event) || isAcceptance(inquiry, event),
    );
    const [first] = protecting;
    const since = first === undefined ? null : occurredBy(first);
    return inquiry.ofType('NrmReferralSubmitted').flatMap((event) => {
      const at = occurredBy(event);
      if (since !== null && daysBetween(at, since) <= beside.value) return [];
      const claimed = inquiry.flag(event, 'childProtectionReferralMade');
      return [
        found({
          key: [event.eventId],
          says: `${inquiry.nameOf(event.organisation)} referred the child to the National Referral Mechanism, and no referral to children’s services is on record beside it.`,
          agencies: agenciesOf(event.organisation),
          ...lasting(at, since),
          dateUncertain: dayIsUncertain(event) || (first !== undefined && dayIsUncertain(first)),
          cites: [
            ...cite('what-was-found', event),
            ...(first === undefined
              ? []
              : cite(isAcceptance(inquiry, first) ? 'acceptance' : 'after', first)),
          ],
          facts: claimed === null ? {} : { claimedToBeMade: claimed },
        }),
      ];
    });
  },
};

export const closedWhileMissing: Definition = {
  id: 'closed-while-missing',
  version: 1,
  kind: 'silence',
  words:
    'A case was closed while the child was missing: a report of it had occurred, and the child had not been located since. ' +
    'It lasts until the child is located. Locating the child ends every report before it, on whichever case it stands.',
  parameters: {},
  needs: {},
  find: ({ ofType, nameOf }) => {
    const closures: Found[] = [];
    let reports: ReviewedEvent[] = [];
    const told = ofType('ChildReportedMissing', 'ChildLocated', 'CaseClosed');
    for (const [index, event] of told.entries()) {
      if (event.type === 'ChildReportedMissing') reports = [...reports, event];
      else if (event.type === 'ChildLocated') reports = [];
      else if (reports.length > 0) {
        const located = told.slice(index + 1).find(({ type }) => type === 'ChildLocated');
        closures.push(
          found({
            key: [event.eventId],
            says: `${nameOf(event.organisation)} closed a case while the child was missing.`,
            agencies: agenciesOf(event.organisation),
            ...lasting(occurredBy(event), located === undefined ? null : occurredBy(located)),
            dateUncertain: dayIsUncertain(event),
            cites: [
              ...cite('what-was-found', event),
              ...cite('left-open', ...reports),
              ...(located === undefined ? [] : cite('after', located)),
            ],
          }),
        );
      }
    }
    return closures;
  },
};

const silent = {
  value: 28,
  unit: 'days',
  why: 'the first review of a looked-after child was due within 20 working days: no duty towards a child allowed a longer rest',
} as const;

const immigration: ReadonlySet<string> = new Set(['border', 'asylum-casework', 'immigration-enforcement']);
/** They decide on the mechanism and on reviews: neither immigration control nor the protection of the child. */
const neither: ReadonlySet<string> = new Set([
  'competent-authority',
  'safeguarding-board',
  'analysis-centre',
]);

export const onlyImmigrationMoves: Definition = {
  id: 'only-immigration-moves',
  version: 1,
  kind: 'silence',
  words:
    'For `silent` days or more after some agency had acted for the child, only border, asylum casework or immigration ' +
    'enforcement did anything, and at least once. An agency acts when it records something, and at the time of its own ' +
    'acts. The competent authority and boards count for neither side. It lasts until another agency acts; at the end of ' +
    'the record it has no end.',
  parameters: { silent },
  needs: {},
  find: (inquiry) => {
    const all = activities(inquiry);
    const sideOf = (event: ReviewedEvent) => {
      const of = inquiry.functionOf(event.organisation);
      if (of === null || neither.has(of)) return null;
      return immigration.has(of) ? 'immigration' : 'child';
    };
    const ofChild = all.filter(({ event }) => sideOf(event) === 'child');
    const ofImmigration = all.filter(({ event }) => sideOf(event) === 'immigration');
    return gapsBetween(ofChild, { atLeast: silent.value, end: inquiry.end }).flatMap((gap) => {
      const { before, after } = gap;
      const moved = ofImmigration.filter(({ at }) => at > before.at && (after === null || at < after.at));
      if (moved.length === 0) return [];
      const events = [...new Set(moved.map(({ event }) => event))];
      return [
        found({
          key: [before.at],
          says: `For ${gap.days} days only immigration agencies did anything, ${counted(events.length, 'event')}.`,
          agencies: agenciesOf(...events.map(({ organisation }) => organisation)),
          from: before.at,
          until: after?.at ?? null,
          days: after === null ? null : gap.days,
          dateUncertain:
            dayIsUncertain(before.event) ||
            (after !== null && dayIsUncertain(after.event)) ||
            events.some(dayIsUncertain),
          cites: [
            ...cite('before', before.event),
            ...cite('meanwhile', ...events),
            ...(after === null ? [] : cite('after', after.event)),
          ],
          facts: { atLeast: gap.days },
        }),
      ];
    });
  },
};
