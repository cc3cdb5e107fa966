import type { EventId, Instant } from '#kernel';
import type { ReviewedEvent } from '../record-under-review.js';
import { circlesIn } from '../reliance/circles.js';
import type { RelianceEdge } from '../reliance/reliance-edges.js';
import { withoutGround } from '../reliance/soundness.js';
import type { Definition } from './finding.js';
import { agenciesOf, cite, found, lasting } from './found.js';
import type { Inquiry } from './inquiry.js';
import { dayIsUncertain } from './when.js';

/** The first mark on any of the circle's members ends it. */
const brokenAt = ({ record }: Inquiry, members: readonly ReviewedEvent[]): Instant | null =>
  members
    .flatMap(({ marks }) => marks.map(({ by }) => record.byId.get(by)?.recordedAt))
    .filter((at) => at !== undefined)
    .sort()[0] ?? null;

/** A relies on B, and B, over any number of steps, on A. */
export const circularReliance: Definition = {
  id: 'circular-reliance',
  version: 1,
  kind: 'reliance',
  words:
    'Events that rest on one another over any number of steps, by what their recorders said that they relied on or by a ' +
    'reliance that was recorded later. It lasts from the recording of the last reliance in the circle until one of its ' +
    'events is withdrawn, corrected or retracted; one broken before it was known is found all the same. It says whether ' +
    'any of them rests on something outside, too.',
  parameters: {},
  needs: {},
  find: (inquiry) => {
    const { record, reliance, nameOf } = inquiry;
    return circlesIn(reliance).map((circle) => {
      const inside = new Set<EventId>(circle);
      const within = reliance.filter(({ from, to }) => inside.has(from) && inside.has(to));
      const members = circle.map((event) => record.byId.get(event)!);
      const closed = lastTold(inquiry, within);
      const broken = brokenAt(inquiry, members);
      const until = broken !== null && broken < closed ? closed : broken;
      const agencies = agenciesOf(...members.map(({ organisation }) => organisation));
      const restsOutside = reliance.some(({ from, to }) => inside.has(from) && !inside.has(to));
      return found({
        key: circle,
        says: `${members.length} events rest on one another, by ${agencies.map(nameOf).join(' and ')}.`,
        agencies,
        ...lasting(closed, until),
        dateUncertain: members.some(dayIsUncertain),
        cites: [...cite('what-was-found', ...members), ...cite('tells-of-it', ...toldLater(within))],
        facts: { events: members.length, restsOutside },
      });
    });
  },
};

const lastTold = ({ record }: Inquiry, edges: readonly RelianceEdge[]): Instant =>
  edges.reduce((last, { toldBy }) => {
    const told = record.byId.get(toldBy)!.recordedAt;
    return told > last ? told : last;
  }, '');

const toldLater = (edges: readonly RelianceEdge[]): readonly EventId[] => [
  ...new Set(edges.filter(({ kind }) => kind === 'recorded-later').map(({ toldBy }) => toldBy)),
];

/** Without ground, as far as the strength of what was found later allows. */
export const groundless = (
  inquiry: Inquiry,
  taken: (edge: RelianceEdge) => boolean,
): ReadonlySet<EventId> => {
  const { reliance, record, code } = inquiry;
  const strengthOf = ({ kind, toldBy }: RelianceEdge): string | null =>
    kind === 'formal' ? null : code(record.byId.get(toldBy)!, 'strength');
  const otherwiseFounded = new Set(
    reliance.filter((edge) => strengthOf(edge) === 'one-of-several').map(({ from }) => from),
  );
  const counting = reliance.filter(
    (edge) => !otherwiseFounded.has(edge.from) && strengthOf(edge) !== 'mentioned',
  );
  return withoutGround(counting, taken);
};
