import { Controller, Get, Header, HttpException, Inject } from '@nestjs/common';
import type { HealthKind, HealthReport } from '#platform';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { METRICS, type Metrics } from './metrics.js';

/** What an orchestrator and an operator's monitoring ask. Nothing here tells of a case. */
@Controller()
export class HealthController {
  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(METRICS) private readonly metrics: Metrics,
  ) {}

  @Get('health/live')
  live(): Promise<HealthReport> {
    return this.report('live');
  }

  @Get('health/ready')
  ready(): Promise<HealthReport> {
    return this.report('ready');
  }

  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  counters(): string {
    return this.metrics.text();
  }

  private async report(kind: HealthKind): Promise<HealthReport> {
    const report = await this.ports.health.report(kind);
    if (!report.well) throw new HttpException(report, 503);
    return report;
  }
}
