import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, ArgsType, Field, ID, Query, Resolver, Root } from '@nestjs/graphql';
import type { WorklistKind as Kind } from '#read-models';
import { emergencyAccessCursor, opened, reviewCursor, sealed, worklistCursor } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn, PageArguments, pageSize } from '../access/page-arguments.js';
import { Needs, readsCase } from '../access/permission.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf, whenAtLeast } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { presentPage } from '../schema/connections.js';
import { presentOrganisation } from '../schema/organisation.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { ReadEmergencyAccesses, ReadReviews, ReadWorklist } from './read-worklist.js';
import {
  EmergencyAccessesConnection,
  ReviewsConnection,
  WorklistConnection,
  WorklistKind,
} from './worklist.types.js';

@ArgsType()
class WorklistArguments extends PageArguments {
  @Field(() => [WorklistKind], { nullable: true, description: 'Only of these kinds; all, unless told.' })
  kinds?: Kind[] | null;
}

@ArgsType()
class EmergencyAccessesArguments extends PageArguments {
  @Field(() => ID, {
    nullable: true,
    description: 'Those to this case. Without it: those that people of your organisation have or had.',
  })
  caseId?: string | null;
}

@Resolver()
export class WorklistResolver {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Query(() => WorklistConnection, {
    nullable: true,
    description: 'What your organisation has to do, of what you may know of.',
  })
  @Needs({ ...readsCase, asks: { for: 'cases' } })
  async worklist(
    @Root() source: RootSource,
    @Args() { kinds, first, after, atLeast }: WorklistArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens } = this.ports;
    const query = {
      ...(kinds == null ? {} : { kinds }),
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, worklistCursor, organisation, after, 'after') }),
    };
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadWorklist(reader, query)), (page) =>
      presentPage(page, this.withOrganisation, (cursor) =>
        sealed(tokens, worklistCursor, organisation, cursor),
      ),
    );
  }

  @Query(() => EmergencyAccessesConnection, {
    nullable: true,
    description: 'Emergency access that you may know of, with why it was opened. At most 25 on a page.',
  })
  @Needs({ ...readsCase, asks: { for: 'case', by: 'caseId' } })
  async emergencyAccesses(
    @Root() source: RootSource,
    @Args() { caseId, first, after, atLeast }: EmergencyAccessesArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens } = this.ports;
    const query = {
      ...(caseId == null ? {} : { caseId: idIn('caseId', caseId) }),
      first: pageSize(first),
      ...(after == null
        ? {}
        : { after: opened(tokens, emergencyAccessCursor, organisation, after, 'after') }),
    };
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadEmergencyAccesses(reader, query)), (page) =>
      presentPage(page, this.withOrganisation, (cursor) =>
        sealed(tokens, emergencyAccessCursor, organisation, cursor),
      ),
    );
  }

  @Query(() => ReviewsConnection, {
    nullable: true,
    description: 'The reviews of your board, open and closed.',
  })
  @Needs({ purposes: ['review'], use: 'reading', asks: { for: 'knowledge' } })
  async reviews(
    @Root() source: RootSource,
    @Args() { first, after, atLeast }: PageArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens } = this.ports;
    const query = {
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, reviewCursor, organisation, after, 'after') }),
    };
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadReviews(reader, query)), (page) =>
      presentPage(
        page,
        (review) => review,
        (cursor) => sealed(tokens, reviewCursor, organisation, cursor),
      ),
    );
  }

  private readonly withOrganisation = <Item extends { readonly organisation: string }>(item: Item) => ({
    ...item,
    organisation: presentOrganisation(this.ports.directory, item.organisation),
  });
}
