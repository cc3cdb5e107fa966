import { Controller, Get, HttpException, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { HealthKind, HealthReport } from '#platform';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

/** What an orchestrator and an operator's monitoring ask. Nothing here tells of a case. */
@Controller()
export class HealthController {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  @Get('health/live')
  live(): Promise<HealthReport> {
    return this.report('live');
  }

  @Get('health/ready')
  ready(): Promise<HealthReport> {
    return this.report('ready');
  }

  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { metrics } = this.ports.telemetry;
    const text = await metrics.text();
    reply.header('content-type', metrics.contentType);
    return text;
  }

  private async report(kind: HealthKind): Promise<HealthReport> {
    const report = await this.ports.health.report(kind);
    if (!report.well) throw new HttpException(report, 503);
    return report;
  }
}
