import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CaseId } from '#kernel';
import type { CasesPage, CasesQuery, CaseSummary, Planned, Reader } from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class ReadCase extends Query<Awaited<Planned<CaseSummary>>> {
  constructor(
    readonly reader: Reader,
    readonly caseId: CaseId,
  ) {
    super();
  }
}

@QueryHandler(ReadCase)
export class ReadCaseHandler implements IQueryHandler<ReadCase> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, caseId }: ReadCase): Planned<CaseSummary> {
    return this.ports.reads.caseSummary(reader, caseId);
  }
}

export class ReadCases extends Query<Awaited<Planned<CasesPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: CasesQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadCases)
export class ReadCasesHandler implements IQueryHandler<ReadCases> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadCases): Planned<CasesPage> {
    return this.ports.reads.cases(reader, query);
  }
}
