import { accepted, refused, type Result } from '#kernel';
import type { Position } from '#event-store';
import type { Reader } from '../api.js';
import type { CurrentReader } from '../feed/api.js';
import { digestOf, historyAfter, noHistory, openPlace, sealPlace } from './alert-cursor.js';
import { alertsOfOrganisation, knownOf, touchesOfAlerts, type KnownAlert } from './alerts-for-a-reader.js';
import type {
  AlertFeed,
  AlertFeedBatch,
  AlertFeedQuery,
  AlertFeedRefusal,
  AlertFeedSubscription,
} from './api.js';
import { casesFromTheLog } from './case-from-the-log.js';
import { changesFrom, heldFrom, type Change, type HeldAlert } from './changes-of-alerts.js';
import { isAway } from './open-alert-reading.js';
import type { AlertReadPorts } from './ports.js';
import { alertTables } from './tables.js';
import { whenAlertsMove } from './when-alerts-move.js';

/** The alerts of a reader's organisation at one moment, as far as the reader may know of them. */
interface AlertsNow {
  readonly known: ReadonlyMap<string, KnownAlert>;
  /** Where the newest event of any alert of the organisation is. */
  readonly position: Position | null;
}

/** Ended this long ago, an alert is no subscriber's any more who has not begun anew since. */
const keptForSubscribersMs = 30 * 86_400_000;

/** Opens the feed of alerts: every way of delivery reads them here. */
export const openAlertFeed = (ports: AlertReadPorts): AlertFeed => {
  const { store, database, policy, directory, clock } = ports;
  const tables = alertTables(database);
  const caseOf = casesFromTheLog(store, tables);
  const moving = whenAlertsMove(tables);

  const alertsNow = async (reader: Reader): Promise<AlertsNow> => {
    const now = clock.now();
    const since = new Date(Date.parse(now) - keptForSubscribersMs).toISOString();
    const rows = await alertsOfOrganisation(tables, reader.principal.organisation)
      .where((eb) => eb.or([eb('open', '=', 1), eb('last_recorded_at', '>=', since)]))
      .orderBy('raised_position')
      .execute();
    const known = await knownOf({ policy: policy(), directory, now }, caseOf, reader, rows);
    const position = rows.map((row) => row.position).reduce(later, null);
    return { position, known: new Map(known.map((one) => [one.row.alert_id, one])) };
  };

  const begin = async (
    reader: Reader,
    { start }: AlertFeedQuery,
  ): Promise<Result<Place, AlertFeedRefusal>> => {
    const now = await alertsNow(reader);
    const begun = (held: Place['held'], position: Position | null, history = noHistory) =>
      accepted({ held, position, history, checkpoint: cursorAt(ports, reader, now, position, history) });
    if (start === 'beginning') return begun(new Map(), null);
    if (start === 'now') return begun(heldAt(now, now.position), now.position);
    const place = openPlace(ports, reader, start.after);
    if (place === undefined) return refused({ code: 'CURSOR_REFUSED', reason: 'not-yours' });
    const held = heldAt(now, place.position);
    return digestOf(held.keys()) === place.digest
      ? begun(held, place.position, place.history)
      : refused({ code: 'CURSOR_REFUSED', reason: 'outdated' });
  };

  return {
    subscribe: async (who, query) => {
      const reader = await who();
      if (!reader.ok) return refused({ code: 'CLOSED', closing: reader.reason });
      try {
        const begun = await begin(reader.value, query);
        return begun.ok
          ? accepted(subscription({ ports, query, alertsNow, moving }, who, begun.value))
          : refused(begun.reason);
      } catch (problem) {
        if (isAway(problem)) return refused({ code: 'UNAVAILABLE' });
        throw problem;
      }
    },
  };
};

/** What a subscriber has, and up to where. */
interface Place {
  readonly held: ReadonlyMap<string, HeldAlert>;
  readonly position: Position | null;
  readonly history: string;
  readonly checkpoint: string;
}

const later = (one: Position | null, other: Position): Position =>
  one !== null && one > other ? one : other;

/**
 * What a subscriber who may know what they may know now has at a place: the alerts that were raised by then and had not
 * ended. Where one has changed since, it is had as it was raised, and is sent again.
 */
const heldAt = ({ known }: AlertsNow, position: Position | null): ReadonlyMap<string, HeldAlert> => {
  const held = new Map<string, HeldAlert>();
  if (position === null) return held;
  for (const [alertId, one] of known) {
    const { row, alert } = one;
    const isUnchanged = row.position <= position;
    if (row.raised_position > position || (isUnchanged && !alert.open)) continue;
    const now = heldFrom(one);
    held.set(alertId, isUnchanged ? now : { ...now, level: '', acknowledged: false });
  }
  return held;
};

/** Made of what whoever resumes from there would be found to have, so that it only differs where a right was lost or won. */
const cursorAt = (
  ports: Pick<AlertReadPorts, 'tokens'>,
  reader: Reader,
  now: AlertsNow,
  position: Position | null,
  history: string,
): string => sealPlace(ports, reader, { position, history, digest: digestOf(heldAt(now, position).keys()) });

interface Around {
  readonly ports: AlertReadPorts;
  readonly query: AlertFeedQuery;
  readonly alertsNow: (reader: Reader) => Promise<AlertsNow>;
  readonly moving: ReturnType<typeof whenAlertsMove>;
}

const subscription = (
  { ports, query: { delivery }, alertsNow, moving }: Around,
  who: CurrentReader,
  begun: Place,
): AlertFeedSubscription => {
  let place = begun;
  const closed = new AbortController();

  const batchOf = async (reader: Reader, most: number): Promise<AlertFeedBatch> => {
    const now = await alertsNow(reader);
    const changes = changesFrom(place.held, now.known, place);
    const sent = changes.slice(0, most);
    if (sent.length > 0) await ports.disclosures.record(reader, touchesOfAlerts(sent, delivery));
    const caughtUp = sent.length === changes.length;
    const cursorOf = (position: Position | null, history: string) =>
      cursorAt(ports, reader, now, position, history);
    const items: AlertFeedBatch['items'][number][] = [];
    for (const change of sent) {
      place = after(place, change, cursorOf);
      items.push({ ...change.item, cursor: place.checkpoint });
    }
    if (caughtUp) {
      const position = now.position === null ? place.position : later(place.position, now.position);
      place = { ...place, position, checkpoint: cursorOf(position, place.history) };
    }
    return { items, checkpoint: place.checkpoint, caughtUp, closing: null };
  };

  return {
    next: async ({ most, heartbeatMs, signal }) => {
      const either = AbortSignal.any([signal, closed.signal]);
      const until = performance.now() + heartbeatMs;
      for (;;) {
        const reader = await who();
        if (!reader.ok)
          return { items: [], checkpoint: place.checkpoint, caughtUp: false, closing: reader.reason };
        const moves = moving.moves();
        const batch = await batchOf(reader.value, most);
        const left = until - performance.now();
        if (batch.items.length > 0 || left <= 0 || either.aborted) return batch;
        await moving.wait(moves, left, either);
      }
    },
    close: () => closed.abort(),
  };
};

const after = (
  { held, position, history }: Place,
  { alertId, item: { id }, held: one, at, ofARight }: Change,
  cursorOf: (position: Position | null, history: string) => string,
): Place => {
  const now = new Map(held);
  if (one === null) now.delete(alertId);
  else now.set(alertId, one);
  const reached = at === null ? position : later(position, at);
  const told = ofARight ? historyAfter(history, id) : history;
  return { held: now, position: reached, history: told, checkpoint: cursorOf(reached, told) };
};
