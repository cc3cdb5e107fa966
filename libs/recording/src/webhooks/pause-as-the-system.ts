import { pausedAlready, WebhookPaused, webhookStands, type WebhookPause } from '#casework';
import { accepted, randomId } from '#kernel';
import { systemAuthor } from '../administration.js';
import { idsOf, notThere, recordAct } from '../oversight/act.js';
import { asSaid, ruleRefused, streamOfWebhook, type WebhookWork } from './on-webhook.js';

/** The pause could not be recorded, for another reason than that it stands on record. */
export class PauseRefused extends Error {
  override readonly name = 'PauseRefused';

  constructor(readonly code: string) {
    super(`The pause of a webhook was refused (${code}).`);
  }
}

export const pauseAsTheSystem = (
  { ports, webhooks, inTurn }: WebhookWork,
  webhookId: string,
  because: Exclude<WebhookPause, 'asked'>,
): Promise<void> => {
  const stream = streamOfWebhook(webhookId);
  // It can be paused, and go on, any number of times; whether it is paused now decides.
  const acting = { recorder: systemAuthor, key: randomId(), correlation: randomId() };
  return inTurn(stream, async () => {
    const answer = await recordAct(ports, webhooks, {
      ...{ acting, declaration: WebhookPaused, input: { webhookId, because } },
      to: { stream, caseId: null, eventIds: idsOf(acting, WebhookPaused.type, webhookId) },
      lastRecordedAt: ({ lastRecordedAt }) => lastRecordedAt,
      say: async ({ state }) => {
        if (state.registered === null || !webhookStands(state)) return notThere;
        if (state.paused !== null) return ruleRefused(pausedAlready);
        return accepted({
          details: { organisation: state.registered.organisation, because },
          decide: asSaid,
        });
      },
    });
    if (answer.ok || ['NOT_FOUND', 'RULE_REFUSED'].includes(answer.reason.code)) return;
    throw new PauseRefused(answer.reason.code);
  });
};
