import { noParts } from '#casework';
import type { TimelineEvent, TimelineGap, TimelineLink, TimelinePicture } from '#documents';
import { dayOf, daysBetween, type EventId, type OrganisationId } from '#kernel';
import { isOfDeadline, isShownWithItsCause } from '../chronology/expected-practice.js';
import { timeBetween } from '../chronology/dates.js';
import { marksOf, otherVersions } from '../chronology/marks.js';
import { usualSilenceDays } from '../chronology/silences.js';
import { asHeading, inWords } from '../chronology/words.js';
import type { ReviewQuestion, ReviewedEvent } from '../record-under-review.js';

/** All of the picture but its title and what it is of. */
export type VisualTimeline = Pick<TimelinePicture, 'lanes' | 'events' | 'links' | 'gaps'>;

/**
 * One picture of a case: a lane for each agency, what it recorded when that happened, what it decided, what was relied on
 * and what was disclosed. It needs no words of any event, so nothing is opened for it.
 */
export const visualTimelineQuestion: ReviewQuestion<VisualTimeline> = {
  parts: () => noParts,
  answer: (record) => {
    const events = record.events.filter((event) => !isShownWithItsCause(event));
    const drawn = new Set(events.map(({ eventId }) => eventId));
    const versions = otherVersions(record);
    const agencies = [...new Set(events.map(laneOf))];
    return Promise.resolve({
      lanes: agencies.map((id) => ({ id, label: record.agencies.get(id)?.name ?? 'Deadlines' })),
      events: events.map((event) => drawnEvent(event, versions)),
      links: events.flatMap((event) => linksOf(event, drawn)),
      gaps: agencies.flatMap((lane) =>
        gapsIn(
          lane,
          events.filter((event) => laneOf(event) === lane),
        ),
      ),
    });
  },
};

/** A deadline stands in the lane of who had to meet it: the process that wrote it down is nobody's. */
const laneOf = (event: ReviewedEvent): OrganisationId =>
  isOfDeadline(event) ? (event.addressees[0] ?? event.organisation) : event.organisation;

const drawnEvent = (event: ReviewedEvent, versions: ReturnType<typeof otherVersions>): TimelineEvent => {
  const { eventId, occurred, recordedAt, type, kindOfWork, declaration } = event;
  return {
    id: eventId,
    lane: laneOf(event),
    from: occurred.earliest,
    to: endOf(event),
    when: occurred.latest === null ? `${occurred.text}, recorded ${dayOf(recordedAt)}` : occurred.text,
    label: asHeading(type ?? kindOfWork),
    kind: declaration?.decision === true ? 'decision' : 'event',
    marks: marksOf(event, versions).map(inWords),
  };
};

/** A day is a point of a picture that covers years; what is less exact is a bar. */
const endOf = ({ occurred, recordedAt }: ReviewedEvent): string => {
  const latest = occurred.latest ?? recordedAt;
  return daysBetween(occurred.earliest, latest) < 1 ? occurred.earliest : latest;
};

const linksOf = (
  { eventId, relations }: ReviewedEvent,
  drawn: ReadonlySet<EventId>,
): readonly TimelineLink[] =>
  relations.flatMap(({ kind, eventId: other }) => {
    if (!drawn.has(other) || (kind !== 'reliesOn' && kind !== 'discloses')) return [];
    return [{ from: eventId, to: other, kind: kind === 'reliesOn' ? 'reliance' : 'disclosure' } as const];
  });

const gapsIn = (lane: string, events: readonly ReviewedEvent[]): readonly TimelineGap[] => {
  const gaps: TimelineGap[] = [];
  let until: string | null = null;
  for (const event of events) {
    const from: string | null = until;
    const end = endOf(event);
    if (until === null || end > until) until = end;
    if (from === null || event.occurred.earliest <= from) continue;
    const days = daysBetween(from, event.occurred.earliest);
    if (days >= usualSilenceDays)
      gaps.push({
        lane,
        from,
        to: event.occurred.earliest,
        label: timeBetween(from, event.occurred.earliest),
      });
  }
  return gaps;
};
