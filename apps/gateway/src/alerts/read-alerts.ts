import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { AlertsPage, AlertsQuery, Planned, Reader } from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class ReadAlerts extends Query<Awaited<Planned<AlertsPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: AlertsQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadAlerts)
export class ReadAlertsHandler implements IQueryHandler<ReadAlerts> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadAlerts): Planned<AlertsPage> {
    return this.ports.alerts.reading.alerts(reader, query);
  }
}
