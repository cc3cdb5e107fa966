import { setImmediate as othersAreServed } from 'node:timers/promises';
import type { EventHeader } from '#casework';
import type { Position } from '#event-store';
import type { CaseId, EventId, OrganisationId } from '#kernel';
import type { Entry } from '../../timeline/entry.js';
import type { Given } from '../../timeline/given.js';
import type { RowChange } from '../../timeline/row-change.js';
import { decideAnew, takeEvent } from '../../timeline/take-event.js';
import { foldGround } from '../../timeline/view.js';
import type { Spell } from '../record-under-review.js';
import { growingGroups, viewUnder, type DecidedUnder } from './folding.js';
import type { HistoryEvent } from './history.js';

/** A spell with its places in the log: where two records have one instant, they say which came first. */
export interface PlacedSpell extends Spell {
  readonly given: Given;
  readonly fromPosition: Position;
  /** Null while it lasts. */
  readonly untilPosition: Position | null;
}

/** What every organisation had of every event, and when. */
export interface Replay {
  readonly spells: (organisation: OrganisationId, event: EventId) => readonly PlacedSpell[];
  /** What an event is to the views at the end of the history. */
  readonly entry: (event: EventId) => Entry | undefined;
  readonly header: (event: EventId) => EventHeader | undefined;
  /** The policy at the end of the history; null where none was adopted. */
  readonly policyVersion: string | null;
}

const none: readonly PlacedSpell[] = [];

/** A history that is being taken in, event by event. */
const beginReplay = (under: DecidedUnder): Replay & { readonly take: (event: HistoryEvent) => void } => {
  const view = viewUnder(under);
  const groups = growingGroups();
  const headers = new Map<EventId, HistoryEvent>();
  const spells = new Map<EventId, Map<OrganisationId, PlacedSpell[]>>();

  const spellsOf = (event: EventId, organisation: OrganisationId): PlacedSpell[] => {
    let ofEvent = spells.get(event);
    if (ofEvent === undefined) spells.set(event, (ofEvent = new Map<OrganisationId, PlacedSpell[]>()));
    let found = ofEvent.get(organisation);
    if (found === undefined) ofEvent.set(organisation, (found = []));
    return found;
  };

  const note = (changes: readonly RowChange[], position: Position) => {
    for (const change of changes) {
      if (change.kind === 'published') {
        const { given, visibleFrom, policyVersion } = change.row;
        const found = spellsOf(change.entry.id, change.organisation);
        const last = found.at(-1);
        // The agency has as much of it as before: what has changed concerns some person of it only.
        if (last?.untilPosition === position && last.given === given && last.from === visibleFrom) {
          found[found.length - 1] = { ...last, until: null, untilPosition: null };
          continue;
        }
        found.push({
          given,
          level: given.level,
          policyVersion,
          from: visibleFrom,
          fromPosition: position,
          until: null,
          untilPosition: null,
        });
      } else if (change.kind === 'ended') {
        const found = spellsOf(change.entry.id, change.organisation);
        const last = found.pop();
        if (last !== undefined) found.push({ ...last, until: change.visibleUntil, untilPosition: position });
      }
    }
  };

  return {
    take: (event) => {
      const { header, position, cases } = event;
      if (cases.length > 0) {
        headers.set(header.id, event);
        note(takeEvent(view, groups.together(cases), header, position), position);
      } else if (foldGround(view, header, under.policies)) {
        for (const group of groups.all()) note(decideAnew(view, group, header), position);
      }
    },
    spells: (organisation, event) => spells.get(event)?.get(organisation) ?? none,
    entry: (event) => {
      const found = headers.get(event);
      return found === undefined ? undefined : groups.of(firstOf(found.cases))?.byId.get(event);
    },
    header: (event) => headers.get(event)?.header,
    get policyVersion() {
      return view.policy?.version ?? null;
    },
  };
};

/**
 * Takes a history in once more, by the functions that make the views, for all organisations and in memory.
 * @throws CannotDecide, PolicyUnknown
 */
export const replay = (events: readonly HistoryEvent[], under: DecidedUnder): Replay => {
  const replayed = beginReplay(under);
  for (const event of events) replayed.take(event);
  return replayed;
};

/** So many take some 50 ms. */
const eventsInATurn = 200;

/** The same, but others are answered meanwhile: ten thousand events take seconds. */
export const replayInTurns = async (
  events: readonly HistoryEvent[],
  under: DecidedUnder,
): Promise<Replay> => {
  const replayed = beginReplay(under);
  for (const [index, event] of events.entries()) {
    if (index % eventsInATurn === 0) await othersAreServed();
    replayed.take(event);
  }
  return replayed;
};

const firstOf = ([first]: readonly CaseId[]): CaseId => first ?? '';
