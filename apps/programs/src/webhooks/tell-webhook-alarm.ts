import type { Logger } from '#platform';
import type { WebhookAlarm } from './run-webhooks.js';

const component = 'webhooks';

/** Says in the log what an operator must look at. Where a webhook goes is no one's to read there. */
export const tellWebhookAlarm = (log: Logger, alarm: WebhookAlarm): void => {
  switch (alarm.kind) {
    case 'webhooks-stalled':
      log.error('nothing can be delivered to webhooks at present; it is tried again', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
      });
      return;
    case 'webhook-stalled':
      log.error('nothing can be delivered to one webhook at present; it is tried again', {
        component,
        code: alarm.problem.code ?? alarm.problem.name,
        stream: `webhook-${alarm.webhookId}`,
      });
      return;
    case 'webhook-paused':
      log.warn('a webhook was paused; its organisation has to look at its receiver and resume it', {
        component,
        code: alarm.because,
        stream: `webhook-${alarm.webhookId}`,
      });
      return;
    case 'webhook-begun-anew':
      log.warn('a webhook begins anew: the feed up to its place was built anew and is another now', {
        component,
        stream: `webhook-${alarm.webhookId}`,
      });
  }
};
