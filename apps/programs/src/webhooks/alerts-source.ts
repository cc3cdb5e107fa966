import { accepted, derivedId, randomId, refused, type Instant } from '#kernel';
import type { Alert, AlertFeed, AlertFeedItem, AlertReading, DisclosureLog } from '#read-models';
import type { Delivered } from './cloud-event.js';
import type { Source, TakenItem } from './source.js';

export interface AlertsPorts {
  readonly alertFeed: AlertFeed;
  readonly alerts: Pick<AlertReading, 'alerts'>;
  readonly disclosures: DisclosureLog;
}

/** An alert that is asked for again is among the newest of its organisation, or nobody waits for it any more. */
const pagesLookedThrough = 20;
const page = 100;

const alertDelivered = (id: string, kind: string, alert: Alert): Delivered => {
  const { alertId, caseId, eventId, level, raisedAt } = alert;
  return {
    id,
    type: `throughline.alert.${alert.kind}.v1`,
    caseId,
    time: raisedAt,
    data: { caseId, eventId, kind, alertId, level },
  };
};

const endingDelivered = (id: string, alertId: string, caseId: string, time: Instant): Delivered => ({
  ...{ id, type: 'throughline.alert.ended.v1', caseId, time },
  data: { caseId, kind: 'ended', alertId },
});

const taken = (item: AlertFeedItem, id: string): TakenItem => {
  const { kind } = item;
  const { alertId, caseId } = kind === 'ended' ? item : item.alert;
  return {
    ...{ id, kind, caseId, subjectId: alertId },
    delivered: (now) =>
      kind === 'ended' ? endingDelivered(id, alertId, caseId, now) : alertDelivered(id, kind, item.alert),
  };
};

/** The alerts of the organisation. They stand on the log and on no view, so they come where a view waits for an operator. */
export const alertsSource = ({ alertFeed, alerts, disclosures }: AlertsPorts): Source => ({
  name: 'alerts',
  // No alert waits until a receiver takes that.
  tellsOfBeginningAnew: false,
  open: async ({ cases }, who, start) => {
    const subscribed = await alertFeed.subscribe(who, { start, delivery: 'notification' });
    if (!subscribed.ok) return refused(subscribed.reason.code === 'CURSOR_REFUSED' ? 'begin-anew' : 'closed');
    const { next, close } = subscribed.value;
    // Begun anew, an alert may be told again of which the receiver was told that it ended: by the id that it had, which the
    // receiver has taken, it would be left out. What is kept to be sent keeps the id that it has here.
    const begun = start === 'beginning' ? randomId() : null;
    const idOf = ({ id }: AlertFeedItem) => (begun === null ? id : derivedId(id, begun));
    const isAskedFor = ({ caseId }: TakenItem) => cases === null || cases.includes(caseId);
    return accepted({
      close,
      next: async (options) => {
        const { items, checkpoint, closing } = await next(options);
        return {
          items: items.map((item) => taken(item, idOf(item))).filter(isAskedFor),
          checkpoint,
          closing,
        };
      },
    });
  },
  again: async ({ id, kind, caseId, subjectId, takenAt }, _webhook, who) => {
    if (kind === 'ended') return endingDelivered(id, subjectId, caseId, takenAt);
    const reader = await who();
    if (!reader.ok) return 'later';
    let after: Parameters<AlertReading['alerts']>[1]['after'];
    for (let looked = 0; looked < pagesLookedThrough; looked += 1) {
      const query = { first: page, ...(after === undefined ? {} : { after }) };
      const planned = await alerts.alerts(reader.value, query);
      if (!planned.ok) return 'later';
      const { edges, hasNextPage } = await planned.value.open();
      const found = edges.find(({ node }) => node.alertId === subjectId);
      if (found !== undefined) {
        const touches = planned.value.touches.filter((touch) => touch.caseId === caseId);
        await disclosures.record(reader.value, touches);
        return alertDelivered(id, kind, found.node);
      }
      after = edges.at(-1)?.cursor;
      if (!hasNextPage || after === undefined) return 'gone';
    }
    return 'gone';
  },
});
