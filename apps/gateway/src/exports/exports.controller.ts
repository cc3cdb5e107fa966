import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isId } from '#kernel';
import type { Reader } from '#read-models';
import { authenticated } from '../access/authentication.js';
import { correlationHeader } from '../access/correlation.js';
import { purposeFor, purposeHeader } from '../access/purpose.js';
import { createThrottle, type Throttle } from '../access/throttle.js';
import { recordsReview } from '../access/permission.js';
import { notFound, Refusal } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { digestOfChronology } from './canonical-chronology.js';
import { planChronology, type OpenedChronology } from './planned-chronology.js';
import { exportDenied, recordedExport } from './recorded-export.js';
import { contentTypes, exportedBytes } from './write-export.js';

/** Files of a review. Each is made anew from the record when it is fetched, and must have the digest that was recorded. */
@Controller()
export class ExportsController {
  private readonly throttle: Throttle;

  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) settings: GatewaySettings,
  ) {
    this.throttle = createThrottle(settings.requestsPerMinute);
  }

  @Get('reviews/:reviewId/exports/:exportId')
  async fetch(
    @Param('reviewId') reviewId: string,
    @Param('exportId') exportId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const reader = await this.readerOf(request, reply);
    if (!isId(reviewId) || !isId(exportId)) throw notFound();
    const { at, digest, rows, options } = await recordedExport(this.ports, reader, reviewId, exportId);
    const opened = await this.opened(reader, { reviewId, at, ...options });
    // To make a large one takes minutes: not for somebody who has gone.
    const seeThatSomebodyWaits = () => {
      if (reply.raw.destroyed) throw new Refusal('UNAVAILABLE', 'The client has left.');
    };
    const again = await digestOfChronology(opened.chronology, opened.of, seeThatSomebodyWaits);
    if (again.digest !== digest) {
      throw new Refusal(
        'CONFLICT',
        'What you may see of the review is no longer what was exported. Export it again.',
      );
    }
    const name = `chronology-${exportId.slice(0, 8)}.${options.format}`;
    await reply
      .header('content-type', contentTypes[options.format])
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('x-digest-sha256', digest)
      .header('x-rows', String(rows))
      .send(exportedBytes(opened, options.format, digest));
  }

  private async readerOf(request: FastifyRequest, reply: FastifyReply): Promise<Reader> {
    const principal = await authenticated(this.ports, request.headers.authorization);
    await this.throttle(principal);
    const stated = request.headers[purposeHeader];
    const purpose = purposeFor(
      this.ports.policy,
      principal,
      typeof stated === 'string' ? stated : undefined,
      recordsReview.purposes,
    );
    if (!purpose.ok) throw purpose.reason.refusal;
    return { principal, purpose: purpose.value, correlation: String(reply.getHeader(correlationHeader)) };
  }

  private async opened(
    reader: Reader,
    asked: Parameters<typeof planChronology>[2],
  ): Promise<OpenedChronology> {
    const planned = await planChronology(this.ports, reader, asked);
    if (!planned.ok) throw await exportDenied(this.ports, reader, planned.reason);
    await this.ports.disclosures.record(reader, planned.value.touches);
    return planned.value.open();
  }
}
