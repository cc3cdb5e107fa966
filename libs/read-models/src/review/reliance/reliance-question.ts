import { noParts, partSet } from '#casework';
import type { EventId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type { RecordUnderReview, ReviewedEvent, ReviewQuestion } from '../record-under-review.js';
import { circlesIn } from './circles.js';
import { relianceRecordedLater, type DirectedEdge } from './reliance-edges.js';
import type { RelianceGraph, RelianceGraphEdge, RelianceNode } from './reliance-graph.js';
import { marksAgainst } from './soundness.js';
import { surroundingsOf, type Surroundings } from './surroundings.js';
import { saidTo } from './word-of-mouth.js';

const strengthOfReliance = partSet(['core.coded']);
/** What a decision rested on by word of mouth is told in it, and nowhere else. */
const wordsOfDecision = partSet(['core.told']);

/**
 * What a decision rested on and what rests on it, over any length. Of the decision and of the decisions on which it
 * rested the told part of category `core` is opened, since reliance by word of mouth stands there; of nothing else.
 * Empty where the reviewer has no such event.
 */
export const relianceQuestion = (decision: EventId): ReviewQuestion<RelianceGraph> => {
  const known = new WeakMap<RecordUnderReview, Surroundings>();
  const around = (record: RecordUnderReview): Surroundings => {
    const surroundings = known.get(record) ?? surroundingsOf(record, decision);
    known.set(record, surroundings);
    return surroundings;
  };
  const parts: ReviewQuestion<RelianceGraph>['parts'] = (event, record) => {
    const { upstream, edges } = around(record);
    if (event.type === relianceRecordedLater)
      return edges.some(({ toldBy }) => toldBy === event.eventId) ? strengthOfReliance : noParts;
    const restedOn = event.eventId === decision || upstream.has(event.eventId);
    return restedOn && event.declaration?.decision === true ? wordsOfDecision : noParts;
  };
  return {
    parts,
    answer: async (record, open) => {
      const opened = await open(record.events.filter((event) => parts(event, record) !== noParts));
      return graphOf(record, decision, around(record), opened);
    },
  };
};

const graphOf = (
  record: RecordUnderReview,
  decision: EventId,
  { upstream, downstream, edges }: Surroundings,
  opened: ReadonlyMap<EventId, Details>,
): RelianceGraph => {
  const circles = circlesIn(edges);
  const circleOf = new Map(circles.flatMap((circle, index) => circle.map((event) => [event, index])));
  const isCircular = ({ from, to }: DirectedEdge): boolean =>
    circleOf.has(from) && circleOf.get(from) === circleOf.get(to);
  const strengthOf = (toldBy: EventId): string | null => {
    const strength = opened.get(toldBy)?.strength;
    return typeof strength === 'string' ? strength : null;
  };
  const nodes: RelianceNode[] = [];
  const between: RelianceGraphEdge[] = edges.map((edge) => ({
    ...edge,
    strength: strengthOf(edge.toldBy),
    circular: isCircular(edge),
    groundTaken: marksAgainst(record, edge).length > 0,
  }));
  for (const event of record.events) {
    const { eventId } = event;
    const stands = standing(eventId, decision, upstream, downstream);
    if (stands === null) continue;
    nodes.push(nodeOf(record, event, stands));
    if (stands === 'downstream') continue;
    for (const said of saidTo(record, eventId, opened.get(eventId))) {
      nodes.push(said);
      between.push(byWord(eventId, said.id));
    }
  }
  return { decision, nodes, edges: between, circles };
};

const standing = (
  event: EventId,
  decision: EventId,
  upstream: ReadonlySet<EventId>,
  downstream: ReadonlySet<EventId>,
): RelianceNode['stands'] | null => {
  if (event === decision) return 'asked-about';
  if (upstream.has(event)) return downstream.has(event) ? 'both' : 'upstream';
  return downstream.has(event) ? 'downstream' : null;
};

const nodeOf = (
  { agencies }: RecordUnderReview,
  event: ReviewedEvent,
  stands: RelianceNode['stands'],
): RelianceNode => ({
  id: event.eventId,
  eventId: event.eventId,
  type: event.type,
  kindOfWork: event.kindOfWork,
  isDecision: event.declaration?.decision ?? false,
  organisation: event.organisation,
  organisationName: agencies.get(event.organisation)?.name ?? event.organisation,
  occurred: event.occurred.text,
  recordedAt: event.level === 'stub' ? null : event.recordedAt,
  marks: event.marks,
  said: null,
  stands,
});

const byWord = (decision: EventId, said: string): RelianceGraphEdge => ({
  from: decision,
  to: said,
  kind: 'by-word',
  toldBy: decision,
  strength: null,
  circular: false,
  groundTaken: false,
});
