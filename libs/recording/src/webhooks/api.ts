import type {
  FullContentAgreement,
  Purpose,
  WebhookContent,
  WebhookPause,
  WebhookStart,
  WebhookState,
} from '#casework';
import type { Directory, Principal } from '#identity';
import type { CaseId, OrganisationId, Result } from '#kernel';
import type { Position } from '#event-store';
import type { RecordingRefusal } from '../api.js';
import type { OversightRecorded } from '../oversight/index.js';
import type { RecordingPorts } from '../ports.js';

/** What every act on a webhook says besides its own. It tells of no case, so no purpose is stated. */
export interface WebhookAct {
  readonly principal: Principal;
  /** The caller's idempotency key: the same key, person, act and webhook record once. 8 to 200 characters. */
  readonly key: string;
  readonly correlation: string;
}

export interface RegisterWebhook extends WebhookAct {
  readonly url: string;
  /** Null: every case. */
  readonly cases: readonly CaseId[] | null;
  /** Null: every type. */
  readonly types: readonly string[] | null;
  readonly content: WebhookContent;
  readonly startsWith: WebhookStart;
}

export interface OnWebhook extends WebhookAct {
  readonly webhookId: string;
}

/** What is left out stays as it is. */
export interface ChangeWebhook extends OnWebhook {
  readonly url?: string;
  readonly cases?: readonly CaseId[] | null;
  readonly types?: readonly string[] | null;
  readonly content?: WebhookContent;
}

export interface ReplayDeadLetters extends OnWebhook {
  /** The ids of the deliveries, 1 to 100. */
  readonly deliveries: readonly string[];
}

export interface WebhookRecorded extends OversightRecorded {
  readonly webhookId: string;
}

export interface WebhookSecretRecorded extends WebhookRecorded {
  /** Told once: null where the same act was recorded before. */
  readonly secret: string | null;
}

type Answer<Recorded> = Promise<Result<Recorded, RecordingRefusal>>;

/**
 * The write side of webhooks. A webhook of another organisation, and one that was removed, are refused as what is not
 * there.
 */
export interface Webhooks {
  register(request: RegisterWebhook): Answer<WebhookSecretRecorded>;
  change(request: ChangeWebhook): Answer<WebhookRecorded>;
  pause(request: OnWebhook): Answer<WebhookRecorded>;
  resume(request: OnWebhook): Answer<WebhookRecorded>;
  rotateSecret(request: OnWebhook): Answer<WebhookSecretRecorded>;
  remove(request: OnWebhook): Answer<WebhookRecorded>;
  replay(request: ReplayDeadLetters): Answer<WebhookRecorded>;
  /** Pauses, as the system, what cannot be delivered. Of two processes that find it, one records it; it is not paused twice. */
  pauseAsTheSystem(webhookId: string, because: Exclude<WebhookPause, 'asked'>): Promise<void>;
}

/** Why nothing can be delivered to a URL, as the end of the sentence "url ...". */
export type TargetProblem = string;

/** The webhooks that there are, as far as they are followed. */
export interface KnownWebhooks {
  readonly webhook: (webhookId: string) => WebhookState | undefined;
  /** Those that stand, the first registered first. */
  readonly ofOrganisation: (organisation: OrganisationId) => readonly KnownWebhook[];
  readonly agreement: (organisation: OrganisationId) => FullContentAgreement;
}

export interface KnownWebhook {
  readonly webhookId: string;
  readonly state: WebhookState;
}

export interface WebhookPorts extends Pick<RecordingPorts, 'store' | 'sealing' | 'clock' | 'policy'> {
  readonly directory: Pick<Directory, 'person' | 'people' | 'functionOf'>;
  /** Looks a target up; null where deliveries may go there. */
  readonly problemOfTarget: (url: string) => Promise<TargetProblem | null>;
  readonly known: KnownWebhooks & {
    readonly readyAt: (position: Position, options: { readonly timeoutMs: number }) => Promise<boolean>;
  };
  /** For what the software of an organisation may follow cases; null where it may for nothing. */
  readonly purposeOf: (organisation: OrganisationId) => Purpose | null;
}
