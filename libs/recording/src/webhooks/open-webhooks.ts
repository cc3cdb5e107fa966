import { evolveWebhook, noWebhook, type WebhookState } from '#casework';
import { refused, type Result } from '#kernel';
import type { RecordingRefusal } from '../api.js';
import { cannotServe } from '../attempts.js';
import { loadedStreams } from '../loaded-streams.js';
import { oneAtATime } from '../one-at-a-time.js';
import { openStored } from '../open-stored.js';
import type { WebhookPorts, Webhooks } from './api.js';
import {
  changeWebhook,
  pauseWebhook,
  removeWebhook,
  replayDeadLetters,
  resumeWebhook,
  rotateSecret,
} from './change-webhook.js';
import type { WebhookWork } from './on-webhook.js';
import { pauseAsTheSystem } from './pause-as-the-system.js';
import { registerWebhook } from './register-webhook.js';

/** They are few and short. */
const mostEventsInMemory = 20_000;

type Answer<Recorded> = Promise<Result<Recorded, RecordingRefusal>>;

const served = async <Recorded>(act: Answer<Recorded>): Answer<Recorded> => {
  try {
    return await act;
  } catch (problem) {
    if (cannotServe(problem)) return refused({ code: 'UNAVAILABLE' });
    throw problem;
  }
};

/** Opens the write side of webhooks, one for each process. */
export const openWebhooks = (ports: WebhookPorts): Webhooks => {
  const work: WebhookWork = {
    ports,
    inTurn: oneAtATime(),
    webhooks: loadedStreams<WebhookState>({
      store: ports.store,
      begin: noWebhook,
      evolve: evolveWebhook,
      open: openStored(ports.sealing),
      mostEvents: mostEventsInMemory,
    }),
  };
  return {
    register: (request) => served(registerWebhook(work, request)),
    change: (request) => served(changeWebhook(work, request)),
    pause: (request) => served(pauseWebhook(work, request)),
    resume: (request) => served(resumeWebhook(work, request)),
    rotateSecret: (request) => served(rotateSecret(work, request)),
    remove: (request) => served(removeWebhook(work, request)),
    replay: (request) => served(replayDeadLetters(work, request)),
    pauseAsTheSystem: (webhookId, because) => pauseAsTheSystem(work, webhookId, because),
  };
};
