import { mostWebhooks, tooManyWebhooks, WebhookRegistered } from '#casework';
import { accepted, derivedId, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import { forbidden, idsOf, invalid, recordAct } from '../oversight/act.js';
import { problemsOfKey } from '../request-validation.js';
import type { RegisterWebhook, WebhookSecretRecorded } from './api.js';
import { asSaid, mayArrange, ruleRefused, streamOfWebhook, type WebhookWork } from './on-webhook.js';
import { newWebhookSecret } from './secret.js';
import {
  problemsOfDelivers,
  refusalOfContent,
  refusalOfOrganisation,
  softwareFor,
} from './what-is-delivered.js';

/** What is delivered, as the event has it: what is for all is left out. */
export const deliversIn = ({
  url,
  cases,
  types,
  content,
}: Pick<RegisterWebhook, 'url' | 'cases' | 'types' | 'content'>) => ({
  url,
  content,
  ...(cases === null ? {} : { cases }),
  ...(types === null ? {} : { types }),
});

export const registerWebhook = async (
  { ports, webhooks, inTurn }: WebhookWork,
  request: RegisterWebhook,
): Promise<Result<WebhookSecretRecorded, RecordingRefusal>> => {
  const { principal, key, correlation, url, cases, types, content, startsWith } = request;
  const { organisation } = principal;
  if (!mayArrange(request)) return forbidden([]);
  const problems = [...problemsOfKey(key), ...(await problemsOfDelivers(ports, request))];
  if (problems.length > 0) return invalid(problems);
  const webhookId = derivedId(organisation, principal.person, WebhookRegistered.type, key, 'webhook');
  const stream = streamOfWebhook(webhookId);
  const acting = { recorder: principal.author, key, correlation };
  const secret = newWebhookSecret();
  // By organisation: two registrations at once must not both be the last that is allowed.
  return inTurn(`webhooks of ${organisation}`, async () => {
    const answer = await recordAct(ports, webhooks, {
      ...{ acting, declaration: WebhookRegistered },
      to: { stream, caseId: null, eventIds: idsOf(acting, WebhookRegistered.type, 'webhook') },
      input: { url, cases, types, content, startsWith },
      lastRecordedAt: ({ lastRecordedAt }) => lastRecordedAt,
      say: async () => {
        const readsAs = softwareFor(ports, principal);
        const refusal =
          refusalOfOrganisation(ports, organisation, readsAs) ??
          refusalOfContent(ports, organisation, content) ??
          (ports.known.ofOrganisation(organisation).length < mostWebhooks ? null : tooManyWebhooks);
        if (refusal !== null) return ruleRefused(refusal);
        const details = { organisation, readsAs, startsWith, ...deliversIn(request), secret };
        return accepted({ details, decide: asSaid });
      },
    });
    if (!answer.ok) return answer;
    const { recorded } = answer.value;
    return accepted({ ...recorded, webhookId, secret: recorded.repeated ? null : secret });
  });
};
