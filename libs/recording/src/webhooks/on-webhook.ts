import {
  webhookRoles,
  webhookStands,
  type DecidedEvent,
  type EventDeclaration,
  type Refusal,
  type RegisteredWebhook,
  type WebhookState,
} from '#casework';
import { accepted, isId, refused, type Instant, type Json, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import type { LoadedStreams } from '../loaded-streams.js';
import { forbidden, idsOf, invalid, notThere, recordAct, type ProposedAct } from '../oversight/act.js';
import { problemsOfKey } from '../request-validation.js';
import type { OnWebhook, WebhookAct, WebhookPorts, WebhookRecorded } from './api.js';

/** What the acts on webhooks stand on. */
export interface WebhookWork {
  readonly ports: WebhookPorts;
  readonly webhooks: LoadedStreams<WebhookState>;
  readonly inTurn: <Value>(stream: string, work: () => Promise<Value>) => Promise<Value>;
}

export const streamOfWebhook = (webhookId: string): string => `webhook-${webhookId}`;

export const mayArrange = ({ principal }: Pick<WebhookAct, 'principal'>): boolean =>
  webhookRoles.includes(principal.role);

/** The rules of these acts are asked before they are said, so nothing is left to decide. */
export const asSaid = ({ declaration, details }: ProposedAct): Result<readonly DecidedEvent[], Refusal> =>
  accepted([{ declaration, details, causedBy: null }]);

interface ActOnWebhook {
  readonly declaration: EventDeclaration;
  /** All that the caller said. */
  readonly input: Json;
  /** What is recorded, or why not, on the newest state. */
  readonly say: (
    registered: RegisteredWebhook,
    state: WebhookState,
    now: Instant,
  ) => Result<Readonly<Record<string, unknown>>, RecordingRefusal>;
}

/** Records what somebody of its organisation does to a webhook. */
export const actOnWebhook = (
  { ports, webhooks, inTurn }: WebhookWork,
  { principal, key, correlation, webhookId }: OnWebhook,
  { declaration, input, say }: ActOnWebhook,
): Promise<Result<WebhookRecorded, RecordingRefusal>> => {
  const problems = [
    ...problemsOfKey(key),
    ...(isId(webhookId) ? [] : [{ field: 'webhookId', problem: 'is not the id of a webhook' }]),
  ];
  if (problems.length > 0) return Promise.resolve(invalid(problems));
  const stream = streamOfWebhook(webhookId);
  const acting = { recorder: principal.author, key, correlation };
  return inTurn(stream, async () => {
    const answer = await recordAct(ports, webhooks, {
      ...{ acting, declaration, input },
      to: { stream, caseId: null, eventIds: idsOf(acting, declaration.type, webhookId) },
      lastRecordedAt: ({ lastRecordedAt }) => lastRecordedAt,
      say: async ({ state }, now) => {
        const { registered } = state;
        const isTheirs = registered?.organisation === principal.organisation && webhookStands(state);
        if (!mayArrange({ principal })) return forbidden([]);
        if (!isTheirs) return notThere;
        const said = say(registered, state, now);
        if (!said.ok) return said;
        const details = { organisation: registered.organisation, ...said.value };
        return accepted({ details, decide: asSaid });
      },
    });
    return answer.ok ? accepted({ ...answer.value.recorded, webhookId }) : answer;
  });
};

export const ruleRefused = (refusal: Refusal): Result<never, RecordingRefusal> =>
  refused({ code: 'RULE_REFUSED', ...refusal });
