import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AccessLogPage, AccessLogQuery, Planned, Reader } from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class ReadAccessLog extends Query<Awaited<Planned<AccessLogPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: AccessLogQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadAccessLog)
export class ReadAccessLogHandler implements IQueryHandler<ReadAccessLog> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadAccessLog): Planned<AccessLogPage> {
    return this.ports.reads.accessLog(reader, query);
  }
}
