import type { Instant, OrganisationId } from '#kernel';
import type {
  Knowledge,
  KnowledgeState,
  MomentOfKnowledge,
  Opening,
  ReviewedEvent,
  Spell,
} from '../record-under-review.js';
import type { PlacedSpell, Replay } from '../replay/replay.js';
import type { HeldBackFrom } from './held-back.js';
import type { Openings, PlacedOpening } from './openings.js';

export interface KnowledgeSources {
  readonly replayed: Pick<Replay, 'spells'>;
  readonly openings: Openings;
  readonly heldBack: HeldBackFrom;
}

/** Who had what, and when, as the log tells it. */
export const knowledgeFrom = ({ replayed, openings, heldBack }: KnowledgeSources): Knowledge => ({
  spells: (agency, event) => replayed.spells(agency, event).map(toldOfSpell),
  openings: (agency, event) => openings(agency, event).map(toldOfOpening),
  stateOf: (agency, event, moment) => {
    if (wasOpened(agency, event, moment, openings)) return 'opened';
    const spell = spellAt(replayed.spells(agency, event.eventId), moment);
    if (spell !== undefined) return spell.level === 'stub' ? 'stub-only' : 'visible-unread';
    if (!isRecorded(event, moment))
      return hasOccurred(event, moment.at) ? 'not-yet-recorded' : 'not-yet-occurred';
    return holdAt(agency, event, moment, heldBack) ?? 'held-elsewhere';
  },
});

const toldOfSpell = ({ from, until, level, policyVersion }: PlacedSpell): Spell => ({
  from,
  until,
  level,
  policyVersion,
});
const toldOfOpening = ({ at, person, role }: PlacedOpening): Opening => ({ at, person, role });

const isRecorded = ({ recordedAt, position }: ReviewedEvent, { at, before }: MomentOfKnowledge): boolean =>
  before === null ? recordedAt <= at : position < before;

/** An open interval has no latest instant: that it began is what is known of it. */
const hasOccurred = ({ occurred: { earliest, latest } }: ReviewedEvent, at: Instant): boolean =>
  (latest ?? earliest) <= at;

const wasOpened = (
  agency: OrganisationId,
  event: ReviewedEvent,
  moment: MomentOfKnowledge,
  openings: Openings,
): boolean => {
  if (event.organisation === agency) return isRecorded(event, moment);
  const { at, before } = moment;
  return openings(agency, event.eventId).some((one) =>
    before === null ? one.at <= at : one.position < before,
  );
};

/** What an agency had of an event at a moment. */
export const spellAt = (
  spells: readonly PlacedSpell[],
  { at, before }: MomentOfKnowledge,
): PlacedSpell | undefined =>
  before === null
    ? spells.findLast(({ from, until }) => from <= at && (until === null || until > at))
    : spells.findLast(
        ({ fromPosition, untilPosition }) =>
          fromPosition < before && (untilPosition === null || untilPosition >= before),
      );

/** A refusal says more than a decision to withhold: it was asked for. */
const holdAt = (
  agency: OrganisationId,
  { eventId }: ReviewedEvent,
  { at, before }: MomentOfKnowledge,
  heldBack: HeldBackFrom,
): KnowledgeState | undefined => {
  const standing = heldBack(agency, eventId).filter(({ from, fromPosition, until, untilPosition }) =>
    before === null
      ? from <= at && (until === null || until > at)
      : fromPosition < before && (untilPosition === null || untilPosition >= before),
  );
  if (standing.some(({ kind }) => kind === 'refused')) return 'refused';
  return standing.length > 0 ? 'withheld' : undefined;
};
