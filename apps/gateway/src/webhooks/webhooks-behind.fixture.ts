import { accepted, derivedId } from '#kernel';
import type { Position } from '#event-store';
import { newWebhookSecret } from '#recording';
import type { GatewayPorts } from '../ports.js';

/** Webhooks that record whatever is asked, of an organisation that has none yet. */
export const webhooksBehind = (): GatewayPorts['webhooks'] => {
  const recorded = {
    ...{ eventId: derivedId('webhook event'), type: 'WebhookRegistered', occurred: '2026-11-22' },
    ...{ recordedAt: '2026-11-22T10:00:00.000Z', position: '1' as Position, repeated: false, narrows: false },
    webhookId: derivedId('webhook'),
  };
  const answer = () => Promise.resolve(accepted(recorded));
  const answerWithSecret = () => Promise.resolve(accepted({ ...recorded, secret: newWebhookSecret() }));
  return {
    recording: {
      register: answerWithSecret,
      change: answer,
      pause: answer,
      resume: answer,
      rotateSecret: answerWithSecret,
      remove: answer,
      replay: answer,
      pauseAsTheSystem: () => Promise.resolve(),
    },
    known: {
      webhook: () => undefined,
      ofOrganisation: () => [],
      all: () => [],
      agreement: () => null,
      onChange: () => () => undefined,
      ready: () => Promise.resolve(),
      readyAt: () => Promise.resolve(true),
      stop: () => Promise.resolve(),
    },
    standings: {
      of: () => Promise.resolve({ beganAt: null, failingSince: null, waiting: 0, deadLetters: 0 }),
      deadLetters: () => Promise.resolve([]),
      ofAll: () => Promise.resolve({ oldestSeconds: 0, waiting: 0, dead: 0 }),
    },
  };
};
