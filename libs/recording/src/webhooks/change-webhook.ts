import {
  mostNamedByWebhook,
  notPaused,
  pausedAlready,
  WebhookChanged,
  WebhookPaused,
  WebhookRemoved,
  WebhookReplayAsked,
  WebhookResumed,
  WebhookSecretRotated,
} from '#casework';
import { accepted, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import { invalid } from '../oversight/act.js';
import type {
  ChangeWebhook,
  OnWebhook,
  ReplayDeadLetters,
  WebhookRecorded,
  WebhookSecretRecorded,
} from './api.js';
import { actOnWebhook, ruleRefused, type WebhookWork } from './on-webhook.js';
import { deliversIn } from './register-webhook.js';
import { newWebhookSecret } from './secret.js';
import { problemsOfDelivers, refusalOfContent } from './what-is-delivered.js';

type Answer<Recorded = WebhookRecorded> = Promise<Result<Recorded, RecordingRefusal>>;

export const changeWebhook = async (work: WebhookWork, request: ChangeWebhook): Answer => {
  const { url, cases, types, content, webhookId } = request;
  const problems = await problemsOfDelivers(work.ports, request);
  if (problems.length > 0) return invalid(problems);
  const said = {
    ...(url === undefined ? {} : { url }),
    ...(cases === undefined ? {} : { cases }),
    ...(types === undefined ? {} : { types }),
    ...(content === undefined ? {} : { content }),
  };
  return actOnWebhook(work, request, {
    declaration: WebhookChanged,
    input: { webhookId, ...said },
    say: (registered) => {
      const changed = { ...registered, ...said };
      const refusal =
        content === undefined ? null : refusalOfContent(work.ports, registered.organisation, content);
      return refusal === null ? accepted(deliversIn(changed)) : ruleRefused(refusal);
    },
  });
};

export const pauseWebhook = (work: WebhookWork, request: OnWebhook): Answer =>
  actOnWebhook(work, request, {
    declaration: WebhookPaused,
    input: { webhookId: request.webhookId },
    say: (_registered, { paused }) =>
      paused === null ? accepted({ because: 'asked' }) : ruleRefused(pausedAlready),
  });

export const resumeWebhook = (work: WebhookWork, request: OnWebhook): Answer =>
  actOnWebhook(work, request, {
    declaration: WebhookResumed,
    input: { webhookId: request.webhookId },
    say: (_registered, { paused }) => (paused === null ? ruleRefused(notPaused) : accepted({})),
  });

export const removeWebhook = (work: WebhookWork, request: OnWebhook): Answer =>
  actOnWebhook(work, request, {
    declaration: WebhookRemoved,
    input: { webhookId: request.webhookId },
    say: () => accepted({}),
  });

export const rotateSecret = async (work: WebhookWork, request: OnWebhook): Answer<WebhookSecretRecorded> => {
  const secret = newWebhookSecret();
  const answer = await actOnWebhook(work, request, {
    declaration: WebhookSecretRotated,
    input: { webhookId: request.webhookId },
    say: () => accepted({ secret }),
  });
  return answer.ok ? accepted({ ...answer.value, secret: answer.value.repeated ? null : secret }) : answer;
};

export const replayDeadLetters = async (work: WebhookWork, request: ReplayDeadLetters): Answer => {
  const { deliveries, webhookId } = request;
  if (deliveries.length === 0 || deliveries.length > mostNamedByWebhook)
    return invalid([{ field: 'ids', problem: `needs 1 to ${mostNamedByWebhook} ids` }]);
  if (!deliveries.every((id) => /^[\x21-\x7e]{1,200}$/.test(id)))
    return invalid([{ field: 'ids', problem: 'names something that is no delivery' }]);
  return actOnWebhook(work, request, {
    declaration: WebhookReplayAsked,
    input: { webhookId, deliveries },
    say: () => accepted({ deliveries }),
  });
};
