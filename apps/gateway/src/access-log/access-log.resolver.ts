import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, ArgsType, Field, ID, Query, Resolver, Root } from '@nestjs/graphql';
import type { AccessLogEntry } from '#read-models';
import { accessLogCursor, opened, sealed } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn, PageArguments, pageSize } from '../access/page-arguments.js';
import { accessLogPurposes, Needs } from '../access/permission.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf, whenAtLeast } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { presentPage } from '../schema/connections.js';
import { presentOrganisation } from '../schema/organisation.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { AccessLogConnection } from './access-log.types.js';
import { ReadAccessLog } from './read-access-log.js';

@ArgsType()
class AccessLogArguments extends PageArguments {
  @Field(() => ID)
  caseId!: string;
}

@Resolver()
export class AccessLogResolver {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Query(() => AccessLogConnection, {
    nullable: true,
    description:
      'Who read of a case, and what, as far as you may know. Reading it is recorded too, and seen at the next read.',
  })
  @Needs({ purposes: accessLogPurposes, use: 'reading', asks: { for: 'access-log', by: 'caseId' } })
  async accessLog(
    @Root() source: RootSource,
    @Args() { caseId, first, after, atLeast }: AccessLogArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens, directory } = this.ports;
    const query = {
      caseId: idIn('caseId', caseId),
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, accessLogCursor, organisation, after, 'after') }),
    };
    const present = (record: AccessLogEntry) => ({
      ...record,
      organisation: presentOrganisation(directory, record.organisation),
    });
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadAccessLog(reader, query)), (page) => ({
      ...presentPage(page, present, (cursor) => sealed(tokens, accessLogCursor, organisation, cursor)),
      extent: page.extent,
    }));
  }
}
