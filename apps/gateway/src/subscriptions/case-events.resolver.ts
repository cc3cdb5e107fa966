import { Inject } from '@nestjs/common';
import { Args, ArgsType, Field, ID, Info, Resolver, Root, Subscription } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { declarations, gradeOf, partsIn } from '#casework';
import {
  longestPage,
  longestPageWithToldParts,
  type FeedQuery,
  type FeedStart as Start,
  type SelectedParts,
} from '#read-models';
import { idIn } from '../access/page-arguments.js';
import { followsCases, Needs } from '../access/permission.js';
import { mostCasesFollowed } from '../access/root-source.js';
import { selectedPartsAt } from '../disclosure/selected-parts.js';
import { invalid } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { EventType } from '../timeline/entry.types.js';
import { CaseDelivery, FeedStart, presentCheckpoint, presentDelivery } from './case-events.types.js';
import { deliveries, type Delivered } from './deliveries.js';
import type { SubscribingSource } from './guard-subscribing.js';
import { feedRefused } from './subscription-refusals.js';

@ArgsType()
class CaseEventsArguments {
  @Field(() => [ID], {
    nullable: true,
    description: `Only these cases, each with those that its timeline shows; at most ${mostCasesFollowed}. Only the software of an organisation may leave it out, and follows all of its cases.`,
  })
  cases?: string[] | null;

  @Field(() => [EventType], {
    nullable: true,
    description: 'Only entries of these types. A stub has none and is left out.',
  })
  types?: string[] | null;

  @Field(() => String, { nullable: true, description: 'The cursor of the last delivery that you have.' })
  after?: string | null;

  @Field(() => FeedStart, {
    nullable: true,
    description: 'Where to begin without a cursor: BEGINNING unless told.',
  })
  from?: Start | null;
}

@Resolver()
export class CaseEventsResolver {
  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Subscription(() => CaseDelivery, {
    description: 'What happens on cases, as far as you may know: what there is, then what comes, in order.',
  })
  @Needs(followsCases)
  async caseEvents(
    @Root() { reader, who }: SubscribingSource,
    @Args() args: CaseEventsArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<AsyncIterableIterator<Delivered>> {
    const selectedParts = selectedPartsAt(info, ['entry']);
    const subscription = await this.ports.feed.subscribe(who, { ...queryOf(args), selectedParts });
    if (!subscription.ok) throw feedRefused(subscription.reason);
    return deliveries(subscription.value, {
      most: mostAtOnce(args.types ?? null, selectedParts),
      heartbeatMs: this.settings.subscriptions.heartbeatMilliseconds,
      present: presentDelivery(this.ports, reader.principal.organisation),
      presentCheckpoint,
    });
  }
}

const queryOf = ({ cases, types, after, from }: CaseEventsArguments): Omit<FeedQuery, 'selectedParts'> => {
  if (cases != null && (cases.length === 0 || cases.length > mostCasesFollowed))
    throw invalid('cases', `must name from 1 to ${mostCasesFollowed} cases, or be left out`);
  if (types?.length === 0) throw invalid('types', 'must name a type of event, or be left out');
  if (after != null && from != null)
    throw invalid('from', 'says where to begin without a cursor, and there is one');
  return {
    cases: cases == null ? null : [...new Set(cases.map((id) => idIn('cases', id)))],
    types: types == null ? null : [...new Set(types)],
    start: after == null ? (from ?? 'beginning') : { after },
    delivery: 'subscription',
  };
};

/** What is disclosed at once is as long as a page of a timeline may be, so that opening an entry means the same. */
const mostAtOnce = (types: readonly string[] | null, selected: SelectedParts): number => {
  const asked = types ?? declarations.map(({ type }) => type);
  const told = asked.some((type) => partsIn(selected(type)).some((part) => gradeOf(part) === 'told'));
  return told ? longestPageWithToldParts : longestPage;
};
