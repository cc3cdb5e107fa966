import { daysBetween } from '#kernel';
import { toldAt } from './account.js';
import { isOfTheSystem } from './activity.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, found, lasting } from './found.js';
import { dayIsUncertain, occurredBy } from './when.js';

const lag = {
  value: 7,
  unit: 'days',
  why: 'local standards ask for a record within a day to five working days: what is a week old is late by all of them',
} as const;

const dayInMilliseconds = 86_400_000;

export const lateEntry: Definition = {
  id: 'late-entry',
  version: 1,
  kind: 'late-or-changed',
  words:
    'An agency recorded something `lag` days or more after the latest instant at which it may have occurred; a child’s ' +
    'disclosure counts from the day on which the child told it. What a process of the system records is left out.',
  parameters: { lag },
  needs: { ChildDisclosureRecorded: ['core.coded'] },
  find: (inquiry) =>
    inquiry.story.flatMap((event) => {
      const { recordedAt } = event;
      if (isOfTheSystem(inquiry, event)) return [];
      const from = event.type === 'ChildDisclosureRecorded' ? toldAt(inquiry, event) : occurredBy(event);
      if (Date.parse(recordedAt) - Date.parse(from) < (lag.value - 1) * dayInMilliseconds) return [];
      if (daysBetween(from, recordedAt) < lag.value) return [];
      return [
        found({
          key: [event.eventId],
          says: `${inquiry.nameOf(event.organisation)} recorded an event ${daysBetween(from, recordedAt)} days after it had occurred.`,
          agencies: agenciesOf(event.organisation),
          ...lasting(from, recordedAt),
          dateUncertain: dayIsUncertain(event),
          cites: cite('what-was-found', event),
          facts: { ...(event.source === null ? {} : { source: event.source }) },
        }),
      ];
    }),
};

const incidentTypes = ['ChildReportedMissing', 'CrimeRecorded', 'ContactTurnedAway', 'ReviewOpened'] as const;

const changes: Readonly<Record<string, 'corrects' | 'withdraws'>> = {
  EventCorrected: 'corrects',
  EventRetracted: 'withdraws',
  AgeDeterminationWithdrawn: 'withdraws',
};

export const changedAfterAnIncident: Definition = {
  id: 'changed-after-an-incident',
  version: 1,
  kind: 'late-or-changed',
  words:
    'Something on record was corrected, retracted or withdrawn after an incident: the child was reported missing, a crime ' +
    'was recorded, a contact was turned away or a review was opened. The last incident that occurred before the change ' +
    'counts. It says whether what was changed was on record at the incident. That is no reproach: some changes were due. ' +
    'What a process of the system takes back of its own is left out.',
  parameters: {},
  needs: {},
  find: (inquiry) => {
    const { ofType, named, nameOf } = inquiry;
    const incidents = ofType(...incidentTypes).map((event) => ({ event, at: occurredBy(event) }));
    return ofType(...Object.keys(changes)).flatMap((change) => {
      const incident = incidents.filter(({ at }) => at < change.recordedAt).at(-1);
      if (incident === undefined || isOfTheSystem(inquiry, change)) return [];
      const changed = named(change, changes[change.type ?? ''] ?? 'corrects');
      const span = lasting(incident.at, change.recordedAt);
      return [
        found({
          key: [change.eventId],
          says: `${nameOf(change.organisation)} changed what is on record ${span.days} days after an incident.`,
          agencies: agenciesOf(change.organisation),
          ...span,
          dateUncertain: dayIsUncertain(incident.event),
          cites: [
            ...cite('what-was-found', change),
            ...cite('what-it-is-about', ...changed),
            ...cite('incident', incident.event),
          ],
          facts: {
            change: change.type ?? '',
            incident: incident.event.type ?? '',
            onRecordAtTheIncident: changed.some(({ recordedAt }) => recordedAt <= incident.at),
          },
        }),
      ];
    });
  },
};
