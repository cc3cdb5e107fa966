import {
  alertRules,
  declarationOf,
  typesThatEndAlerts,
  typesThatRaiseAlerts,
  type EventHeader,
} from '#casework';
import type { EventStore, Position, RecordedEvent } from '#event-store';
import type { CaseId, Clock, Instant } from '#kernel';
import type { Database } from '#platform';
import { pause, type HeldLease } from '#projections';
import { takeAlertEvents, type AlertEvent, type AlertTables } from '#read-models';
import { fromStored } from '#sealing';
import {
  beginAgain,
  checkpointOf,
  markChanged,
  markRaised,
  moveCheckpoint,
  nameCases,
  type NamedBy,
} from './marks.js';

export interface FollowAlertsOptions {
  readonly store: EventStore;
  readonly database: Database<AlertTables>;
  readonly clock: Clock;
  readonly held: HeldLease<AlertTables>;
  /** Whether the directory is known up to a place of the log, within a time: who is alerted is asked of it. */
  readonly directoryAt: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  /** The most events that are followed in one transaction. */
  readonly batchSize: number;
  /** Something is to be looked at. */
  readonly onMarked: () => void;
  /** The log is older than what was followed of it: somebody put it back, and everything is found out again. */
  readonly onBegunAgain: () => void;
}

/** The log stopped delivering although nobody asked it to. */
class SubscriptionEnded extends Error {
  override readonly name = 'SubscriptionEnded';
}

/** The directory does not follow the log; who would be alerted cannot be told. */
class DirectoryBehind extends Error {
  override readonly name = 'DirectoryBehind';
}

const patienceWithTheDirectory = { timeoutMs: 10_000 };

const streams = ['case-', 'link-', 'grant-', 'alert-'];

/** How long the log may be shorter than what was followed of it: a server of a cluster may be behind for a moment. */
const patienceWithTheLog = 3_000;

/** Who is on a case, who works with the child and how an event is handled: what changes who may know of an alert. */
const peopleTypes = [
  ...['AgencyJoinedCase', 'AgencyLeftCase', 'ResponsibilityAccepted', 'WorkerAllocated', 'WorkerReleased'],
  ...[
    'InvestigatorAssigned',
    'InvestigatorReleased',
    'GuardianAppointed',
    'GuardianEnded',
    'HandlingChanged',
  ],
];

const typesThatChangeAlerts: ReadonlySet<string> = new Set([...typesThatEndAlerts, ...peopleTypes]);

/** What of a batch alerts are about. */
interface Gathered {
  /** Cases on which something may raise an alert. */
  readonly raised: Set<CaseId>;
  /** Cases on which something may change or end one. */
  readonly changed: Set<CaseId>;
  readonly named: NamedBy[];
  readonly alerts: AlertEvent[];
}

/** The header of a stored event; null where this version cannot read it, of which the views tell the operator. */
const headerOf = ({ data }: RecordedEvent): EventHeader | null => {
  try {
    return fromStored(data).header;
  } catch {
    return null;
  }
};

const text = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [];

/** What was recorded before this raises nothing, by whichever rule; so the records of years need not all be read at first. */
const nothingIsRaisedBefore = (now: Instant): Instant => {
  const days = Math.max(...alertRules.map(({ raisedWithinDays }) => raisedWithinDays));
  return new Date(Date.parse(now) - days * 86_400_000).toISOString();
};

const gather = (events: readonly RecordedEvent[], now: Instant): Gathered => {
  const oldest = nothingIsRaisedBefore(now);
  const mayRaise = (event: RecordedEvent): boolean =>
    typesThatRaiseAlerts.has(event.type) && (headerOf(event)?.recordedAt ?? now) >= oldest;
  const found: Gathered = { raised: new Set(), changed: new Set(), named: [], alerts: [] };
  for (const event of events) {
    const { stream, type, position } = event;
    if (stream.startsWith('case-')) {
      const caseId = stream.slice('case-'.length);
      if (mayRaise(event)) found.raised.add(caseId);
      else if (typesThatChangeAlerts.has(type) || declarationOf(type) === undefined)
        found.changed.add(caseId);
      continue;
    }
    const header = headerOf(event);
    if (header === null) continue;
    if (stream.startsWith('alert-')) {
      found.alerts.push({ alertId: stream.slice('alert-'.length), header, position });
      for (const caseId of text(header.concerns.caseConcerned)) found.changed.add(caseId);
      continue;
    }
    const isGrant = stream.startsWith('grant-');
    for (const caseId of text(isGrant ? header.concerns.caseOpened : header.concerns.cases)) {
      found.named.push({ caseId, stream });
      (mayRaise(event) ? found.raised : found.changed).add(caseId);
    }
  }
  return found;
};

/**
 * Takes in what happens to alerts, and marks the cases on which something may raise, change or end one, from where it was
 * left through what is there to what comes. All of it and the place are committed together, under the lease.
 * @throws LeaseLost
 */
export const followAlerts = async (options: FollowAlertsOptions): Promise<void> => {
  const { store, database, clock, held, batchSize } = options;
  const { writer } = database;

  const isBeyondTheLog = async (position: Position): Promise<boolean> => {
    const deadline = Date.now() + patienceWithTheLog;
    for (;;) {
      const head = await store.head();
      if (head !== null && position <= head) return false;
      if (Date.now() >= deadline) return true;
      await pause(100, held.signal);
      if (held.signal.aborted) return false;
    }
  };

  const take = async (events: readonly RecordedEvent[]): Promise<void> => {
    const to = events.at(-1)!.position;
    const now = clock.now();
    const { raised, changed, named, alerts } = gather(events, now);
    if (!(await options.directoryAt(to, patienceWithTheDirectory))) throw new DirectoryBehind();
    let marked = raised.size > 0;
    await writer.transaction().execute(async (transaction) => {
      await nameCases(transaction, named);
      await takeAlertEvents(transaction, alerts);
      await markRaised(transaction, raised, now);
      marked = (await markChanged(transaction, changed, now)) || marked;
      await moveCheckpoint(transaction, to);
      await held.hold(transaction);
    });
    if (marked) options.onMarked();
  };

  let after = await checkpointOf(writer);
  if (after !== null && (await isBeyondTheLog(after))) {
    await writer.transaction().execute(async (transaction) => {
      await beginAgain(transaction);
      await held.hold(transaction);
    });
    after = null;
    options.onBegunAgain();
  }
  for await (const delivery of store.subscribe({
    ...{ after: after ?? ('start' as const), streams, batchSize, signal: held.signal },
  })) {
    if (held.signal.aborted) return;
    if (delivery.kind === 'events') await take(delivery.events);
  }
  if (!held.signal.aborted) throw new SubscriptionEnded();
};
