import type { Position } from '#event-store';
import type { EventId, Instant, OrganisationId } from '#kernel';
import type {
  Knowledge,
  KnowledgeState,
  MomentOfKnowledge,
  Opening,
  ReviewedEvent,
  Spell,
} from '../record-under-review.js';
import type { PlacedSpell, Replay } from '../replay/replay.js';
import type { HeldBack, HeldBackFrom } from './held-back.js';
import type { Openings, PlacedOpening } from './openings.js';

export interface KnowledgeSources {
  readonly replayed: Pick<Replay, 'spells'>;
  readonly openings: Openings;
  readonly heldBack: HeldBackFrom;
}

/** What one agency had of one event: looked up once, and then asked about many moments. */
interface Had {
  readonly spells: readonly PlacedSpell[];
  readonly held: readonly HeldBack[];
  /** The first opening by its instant, and the first by its place; null where nobody opened it. */
  readonly openedAt: Instant | null;
  readonly openedBefore: Position | null;
}

/** Who had what, and when, as the log tells it. */
export const knowledgeFrom = ({ replayed, openings, heldBack }: KnowledgeSources): Knowledge => {
  const known = new Map<OrganisationId, Map<EventId, Had>>();
  const hadOf = (agency: OrganisationId, event: EventId): Had => {
    let ofAgency = known.get(agency);
    if (ofAgency === undefined) known.set(agency, (ofAgency = new Map<EventId, Had>()));
    const before = ofAgency.get(event);
    if (before !== undefined) return before;
    const opened = openings(agency, event);
    const had: Had = {
      spells: replayed.spells(agency, event),
      held: heldBack(agency, event),
      openedAt: first(opened.map(({ at }) => at)),
      openedBefore: first(opened.map(({ position }) => position)),
    };
    ofAgency.set(event, had);
    return had;
  };
  return {
    spells: (agency, event) => replayed.spells(agency, event).map(toldOfSpell),
    openings: (agency, event) => openings(agency, event).map(toldOfOpening),
    stateOf: (agency, event, moment) => {
      const recorded = isRecorded(event, moment);
      if (event.organisation === agency && recorded) return 'opened';
      const had = hadOf(agency, event.eventId);
      if (event.organisation !== agency && wasOpened(had, moment)) return 'opened';
      const spell = spellAt(had.spells, moment);
      if (spell !== undefined) return spell.level === 'stub' ? 'stub-only' : 'visible-unread';
      if (recorded) return holdAt(had.held, moment) ?? 'held-elsewhere';
      return hasOccurred(event, moment.at) ? 'not-yet-recorded' : 'not-yet-occurred';
    },
  };
};

const first = <Text extends string>(texts: readonly Text[]): Text | null =>
  texts.reduce<Text | null>((least, text) => (least === null || text < least ? text : least), null);

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

const wasOpened = ({ openedAt, openedBefore }: Had, { at, before }: MomentOfKnowledge): boolean =>
  openedAt !== null && openedBefore !== null && (before === null ? openedAt <= at : openedBefore < before);

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
const holdAt = (held: readonly HeldBack[], { at, before }: MomentOfKnowledge): KnowledgeState | undefined => {
  if (held.length === 0) return undefined;
  const standing = held.filter(({ from, fromPosition, until, untilPosition }) =>
    before === null
      ? from <= at && (until === null || until > at)
      : fromPosition < before && (untilPosition === null || untilPosition >= before),
  );
  if (standing.some(({ kind }) => kind === 'refused')) return 'refused';
  return standing.length > 0 ? 'withheld' : undefined;
};
