import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, ID, Query, Resolver, Root } from '@nestjs/graphql';
import type { CaseSummary as Summary } from '#read-models';
import { caseCursor, opened, sealed } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { AtLeastArgument, idIn, PageArguments, pageSize } from '../access/page-arguments.js';
import { Needs, readsCase } from '../access/permission.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf, whenAtLeast } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { presentPage } from '../schema/connections.js';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { CasesConnection, CaseSummary } from './case.types.js';
import { ReadCase, ReadCases } from './read-cases.js';

const presentSummary =
  (directory: OrganisationNames) =>
  (summary: Summary): CaseSummary => ({
    caseId: summary.caseId,
    cases: [...summary.cases],
    openProcesses: summary.openProcesses.map((process) => ({
      ...process,
      organisation: presentOrganisation(directory, process.organisation),
    })),
    participants: summary.participants.map(({ organisation, name, function: agency }) => ({
      id: organisation,
      name,
      function: agency,
    })),
    ageDeterminations: summary.ageDeterminations.map((determination) => ({
      ...determination,
      organisation: presentOrganisation(directory, determination.organisation),
      reliesOn: [...determination.reliesOn],
    })),
    missingNow: summary.missingNow,
    entries: summary.entries,
  });

@Resolver()
export class CasesResolver {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Query(() => CasesConnection, { nullable: true, description: 'The cases on which you may see something.' })
  @Needs({ ...readsCase, asks: { for: 'cases' } })
  async cases(
    @Root() source: RootSource,
    @Args() { first, after, atLeast }: PageArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens } = this.ports;
    const query = {
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, caseCursor, organisation, after, 'after') }),
    };
    await whenAtLeast(this.ports, this.settings, organisation, atLeast);
    return plannedAnswer(await this.queries.execute(new ReadCases(reader, query)), (page) =>
      presentPage(
        page,
        (listing) => listing,
        (cursor) => sealed(tokens, caseCursor, organisation, cursor),
      ),
    );
  }

  @Query(() => CaseSummary, { nullable: true, description: 'A case as far as you may know it.' })
  @Needs({ ...readsCase, asks: { for: 'case', by: 'id' } })
  async case(
    @Root() source: RootSource,
    @Args('id', { type: () => ID }) id: string,
    @Args() { atLeast }: AtLeastArgument,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const caseId = idIn('id', id);
    await whenAtLeast(this.ports, this.settings, reader.principal.organisation, atLeast);
    const planned = await this.queries.execute(new ReadCase(reader, caseId));
    return plannedAnswer(planned, presentSummary(this.ports.directory));
  }
}
