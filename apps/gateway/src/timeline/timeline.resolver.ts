import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, ArgsType, Field, ID, Info, Query, Resolver, Root } from '@nestjs/graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { opened, sealed, timelineCursor } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { AtLeastArgument, idIn, instantIn, PageArguments, pageSize } from '../access/page-arguments.js';
import { Needs, readsCase } from '../access/permission.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf, whenAtLeast } from '../disclosure/reading.js';
import { selectedPartsAt } from '../disclosure/selected-parts.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { connectionOf, presentPage } from '../schema/connections.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { EventType, TimelineEntry } from './entry.types.js';
import { presentEntry } from './present-entry.js';
import { ReadEntry, ReadTimeline } from './read-timeline.js';

export const TimelineConnection = connectionOf(
  'Timeline',
  TimelineEntry,
  'Entries by the earliest instant at which each may have happened, then as they were recorded.',
);

@ArgsType()
class TimelineArguments extends PageArguments {
  @Field(() => ID)
  caseId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'What your organisation could see at this instant, as far as you may see it today.',
  })
  asOf?: string | null;

  @Field(() => [EventType], {
    nullable: true,
    description: 'Only entries of these types. A stub has none and is left out.',
  })
  types?: string[] | null;
}

@Resolver()
export class TimelineResolver {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Query(() => TimelineConnection, {
    nullable: true,
    description: 'What happened on a case and on those linked to it, as far as you may know.',
  })
  @Needs({ ...readsCase, asks: { for: 'timeline', by: 'caseId' } })
  async timeline(
    @Root() source: RootSource,
    @Args() { caseId, asOf, types, first, after, atLeast }: TimelineArguments,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens } = this.ports;
    const query = {
      caseId: idIn('caseId', caseId),
      ...(asOf == null ? {} : { asOf: instantIn('asOf', asOf) }),
      ...(types == null ? {} : { types }),
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, timelineCursor, organisation, after, 'after') }),
      selectedParts: selectedPartsAt(info, ['edges', 'node']),
    };
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadTimeline(reader, query)), (page) =>
      presentPage(page, presentEntry(this.ports, organisation), (cursor) =>
        sealed(tokens, timelineCursor, organisation, cursor),
      ),
    );
  }

  @Query(() => TimelineEntry, { nullable: true, description: 'One entry, as far as you may know.' })
  @Needs({ ...readsCase, asks: { for: 'entry', by: 'id' } })
  async entry(
    @Root() source: RootSource,
    @Args('id', { type: () => ID }) id: string,
    @Args() { atLeast }: AtLeastArgument,
    @Info() info: GraphQLResolveInfo,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const query = { eventId: idIn('id', id), selectedParts: selectedPartsAt(info, []) };
    await whenAtLeast(this.ports, this.settings, reader.principal.organisation, atLeast);
    return plannedAnswer(
      await this.queries.execute(new ReadEntry(reader, query)),
      presentEntry(this.ports, reader.principal.organisation),
    );
  }
}
