import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, Resolver, Root, Subscription } from '@nestjs/graphql';
import { longestPage, type FeedStart as Start } from '#read-models';
import { followsCases, Needs } from '../access/permission.js';
import { invalid } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { FeedStart, presentCheckpoint } from '../subscriptions/case-events.types.js';
import { deliveries, type Delivered } from '../subscriptions/deliveries.js';
import type { SubscribingSource } from '../subscriptions/guard-subscribing.js';
import { feedRefused } from '../subscriptions/subscription-refusals.js';
import { AlertDelivery, presentAlertDelivery } from './alert-delivery.types.js';

@ArgsType()
class AlertsRaisedArguments {
  @Field(() => String, { nullable: true, description: 'The cursor of the last delivery that you have.' })
  after?: string | null;

  @Field(() => FeedStart, {
    nullable: true,
    description: 'Where to begin without a cursor: BEGINNING, with the alerts that are open, unless told.',
  })
  from?: Start | null;
}

@Resolver()
export class AlertsRaisedResolver {
  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Subscription(() => AlertDelivery, {
    description:
      'The alerts of your organisation, as far as you may know of them: raised, gone to those above, taken up, over.',
  })
  @Needs({ ...followsCases, asks: { for: 'cases' } })
  async alertsRaised(
    @Root() { who }: SubscribingSource,
    @Args() { after, from }: AlertsRaisedArguments,
  ): Promise<AsyncIterableIterator<Delivered>> {
    if (after != null && from != null)
      throw invalid('from', 'says where to begin without a cursor, and there is one');
    const start = after == null ? (from ?? 'beginning') : { after };
    const subscription = await this.ports.alerts.feed.subscribe(who, { start, delivery: 'subscription' });
    if (!subscription.ok) throw feedRefused(subscription.reason);
    return deliveries(subscription.value, {
      most: longestPage,
      heartbeatMs: this.settings.subscriptions.heartbeatMilliseconds,
      present: presentAlertDelivery(this.ports.directory),
      presentCheckpoint,
    });
  }
}
