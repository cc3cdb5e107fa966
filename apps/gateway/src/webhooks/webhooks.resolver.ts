import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Query, Resolver } from '@nestjs/graphql';
import { webhookRoles, webhookStands } from '#casework';
import type { Principal } from '#identity';
import type { Result } from '#kernel';
import type { KnownWebhook, RecordingRefusal, WebhookRecorded as Recorded } from '#recording';
import { Needs } from '../access/permission.js';
import type { RequestContext } from '../access/request-context.js';
import { recordingRefusal } from '../actions/recording-refusal.js';
import { PlannedAnswer } from '../disclosure/planned-answer.js';
import { notFound, Refusal } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import {
  ChangeWebhookInput,
  DeadLetter,
  RegisterWebhookInput,
  ReplayDeadLettersInput,
  Webhook,
  WebhookInput,
  WebhookRecorded,
} from './webhook.types.js';

/** Deliveries tell of cases; to arrange them tells of none, so no purpose is stated. */
const arranges = { purposes: 'none', use: 'recording' } as const;
const looks = { purposes: 'none', use: 'reading' } as const;

const mostDeadLetters = 100;
const patience = { timeoutMs: 2_000 };

/** Webhooks of an organisation, arranged by its administrators and by its own software. */
@Resolver()
export class WebhooksResolver {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  @Mutation(() => WebhookRecorded, {
    description: 'Has deliveries made to a receiver of your organisation, of what its software may see.',
  })
  @Needs(arranges)
  registerWebhook(
    @Context() context: RequestContext,
    @Args('input') { key, url, cases, types, content, startsWith }: RegisterWebhookInput,
  ): Promise<WebhookRecorded> {
    const asked = { key, url, content, startsWith, cases: cases ?? null, types: types ?? null };
    return this.answer(this.ports.webhooks.recording.register({ ...actOf(context), ...asked }));
  }

  @Mutation(() => WebhookRecorded, { description: 'Changes what is delivered, or where to.' })
  @Needs(arranges)
  changeWebhook(
    @Context() context: RequestContext,
    @Args('input') { key, webhookId, url, cases, types, content }: ChangeWebhookInput,
  ): Promise<WebhookRecorded> {
    return this.answer(
      this.ports.webhooks.recording.change({
        ...{ ...actOf(context), key, webhookId },
        ...(url == null ? {} : { url }),
        ...(cases === undefined ? {} : { cases }),
        ...(types === undefined ? {} : { types }),
        ...(content == null ? {} : { content }),
      }),
    );
  }

  @Mutation(() => WebhookRecorded, {
    description: 'Stops deliveries for a time. What comes meanwhile is delivered when they go on.',
  })
  @Needs(arranges)
  pauseWebhook(
    @Context() context: RequestContext,
    @Args('input') input: WebhookInput,
  ): Promise<WebhookRecorded> {
    return this.answer(this.ports.webhooks.recording.pause({ ...actOf(context), ...input }));
  }

  @Mutation(() => WebhookRecorded, { description: 'Lets deliveries go on where they stopped.' })
  @Needs(arranges)
  resumeWebhook(
    @Context() context: RequestContext,
    @Args('input') input: WebhookInput,
  ): Promise<WebhookRecorded> {
    return this.answer(this.ports.webhooks.recording.resume({ ...actOf(context), ...input }));
  }

  @Mutation(() => WebhookRecorded, {
    description: 'Gives it another secret. For a day deliveries are signed with the old one too.',
  })
  @Needs(arranges)
  rotateWebhookSecret(
    @Context() context: RequestContext,
    @Args('input') input: WebhookInput,
  ): Promise<WebhookRecorded> {
    return this.answer(this.ports.webhooks.recording.rotateSecret({ ...actOf(context), ...input }));
  }

  @Mutation(() => WebhookRecorded, { description: 'Ends it. Nothing is delivered to it any more.' })
  @Needs(arranges)
  removeWebhook(
    @Context() context: RequestContext,
    @Args('input') input: WebhookInput,
  ): Promise<WebhookRecorded> {
    return this.answer(this.ports.webhooks.recording.remove({ ...actOf(context), ...input }));
  }

  @Mutation(() => WebhookRecorded, {
    description:
      'Asks for deliveries again that were given up. What is not visible to you any more is not sent.',
  })
  @Needs(arranges)
  replayDeadLetters(
    @Context() context: RequestContext,
    @Args('input') { ids, ...input }: ReplayDeadLettersInput,
  ): Promise<WebhookRecorded> {
    const asked = { ...input, deliveries: ids };
    return this.answer(this.ports.webhooks.recording.replay({ ...actOf(context), ...asked }));
  }

  @Query(() => [Webhook], { nullable: true, description: 'The webhooks of your organisation.' })
  @Needs(looks)
  webhooks(@Context() { principal }: RequestContext): PlannedAnswer {
    seeThatTheyMay(principal);
    const { known } = this.ports.webhooks;
    return new PlannedAnswer([], () =>
      Promise.all(known.ofOrganisation(principal.organisation).map((one) => this.present(one))),
    );
  }

  @Query(() => [DeadLetter], {
    nullable: true,
    description: 'Deliveries to a webhook that were given up, the last first. They are kept for 30 days.',
  })
  @Needs(looks)
  deadLetters(
    @Context() { principal }: RequestContext,
    @Args('webhookId', { type: () => ID }) webhookId: string,
    @Args('first', { type: () => Int, defaultValue: 25 }) first: number,
  ): PlannedAnswer {
    seeThatTheyMay(principal);
    if (first < 1 || first > mostDeadLetters)
      throw new Refusal('INVALID_INPUT', `first must be from 1 to ${mostDeadLetters}.`, { field: 'first' });
    const { known, standings } = this.ports.webhooks;
    const state = known.webhook(webhookId);
    const isTheirs = state?.registered?.organisation === principal.organisation && webhookStands(state);
    if (!isTheirs) throw notFound();
    return new PlannedAnswer([], () => standings.deadLetters(webhookId, first));
  }

  private async present({ webhookId, state: { registered, paused } }: KnownWebhook): Promise<Webhook> {
    if (registered === null) throw notFound();
    const { url, cases, types, content, registeredAt } = registered;
    return {
      ...{ webhookId, url, cases, types, content, registeredAt },
      pausedBecause: paused?.because ?? null,
      pausedAt: paused?.at ?? null,
      ...(await this.ports.webhooks.standings.of(webhookId)),
    };
  }

  private async answer(
    act: Promise<Result<Recorded & { readonly secret?: string | null }, RecordingRefusal>>,
  ): Promise<WebhookRecorded> {
    const recorded = await act;
    if (!recorded.ok) throw recordingRefusal(recorded.reason);
    const { webhookId, eventId, recordedAt, repeated, position, secret = null } = recorded.value;
    // Whoever asks for the webhooks next finds it as it is now; where that takes longer, a moment later.
    await this.ports.webhooks.known.readyAt(position, patience);
    return { webhookId, eventId, recordedAt, repeated, secret };
  }
}

const actOf = ({ principal, correlation }: RequestContext) => ({ principal, correlation });

const seeThatTheyMay = ({ role }: Principal): void => {
  if (!webhookRoles.includes(role)) throw new Refusal('FORBIDDEN', 'You may not see this.');
};
