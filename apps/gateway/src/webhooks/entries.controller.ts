import { Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { noParts } from '#casework';
import { isId } from '#kernel';
import type { CaseTouch, Reader } from '#read-models';
import { entryAsJson, selectedPartsOf } from '../../../programs/src/webhooks/entry-as-json.js';
import { authenticated } from '../access/authentication.js';
import { correlationHeader } from '../access/correlation.js';
import { readsCase } from '../access/permission.js';
import { purposeFor, purposeHeader, type PurposeRefused } from '../access/purpose.js';
import { createThrottle, type Throttle } from '../access/throttle.js';
import { refusalOf } from '../disclosure/planned-answer.js';
import { notFound } from '../errors/refusal.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';

/** One entry over HTTP: where the link in a webhook leads. What is answered is on record before it is opened. */
@Controller()
export class EntriesController {
  private readonly throttle: Throttle;

  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) settings: GatewaySettings,
  ) {
    this.throttle = createThrottle(settings.requestsPerMinute);
  }

  @Get('entries/:id')
  async fetch(
    @Param('id') eventId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const principal = await authenticated(this.ports, request.headers.authorization);
    await this.throttle(principal);
    if (!isId(eventId)) throw notFound();
    const stated = request.headers[purposeHeader];
    const purpose = purposeFor(
      this.ports.policy,
      principal,
      typeof stated === 'string' ? stated : undefined,
      readsCase.purposes,
    );
    const correlation = String(reply.getHeader(correlationHeader));
    if (!purpose.ok) {
      await this.recordDenied({ principal, correlation }, eventId, purpose.reason);
      throw purpose.reason.refusal;
    }
    const reader = { principal, purpose: purpose.value, correlation };
    const planned = await this.ports.reads.entry(reader, { eventId, selectedParts: selectedPartsOf(true) });
    if (!planned.ok) {
      const { reason } = planned;
      if (reason.code === 'NOT_FOUND') await this.ports.disclosures.record(reader, reason.touches);
      throw refusalOf(reason);
    }
    await this.ports.disclosures.record(reader, planned.value.touches);
    const entry = await planned.value.open();
    await reply
      .header('cache-control', 'no-store')
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(entryAsJson(this.ports, principal.organisation, entry)));
  }

  /** What was asked for under a purpose that does not serve leaves a denial, as over GraphQL. */
  private async recordDenied(
    who: Pick<Reader, 'principal' | 'correlation'>,
    eventId: string,
    { purpose, decidedBy }: PurposeRefused,
  ): Promise<void> {
    if (purpose === null) return;
    const touch: CaseTouch = {
      ...{ asked: 'entry', caseId: null, outcome: 'denied', denial: 'purpose-not-allowed', caseKnown: false },
      ...{ events: [{ eventId, parts: noParts }], asOf: null, whole: false, decidedBy },
      ...{ policyVersion: null, viewPosition: null },
    };
    await this.ports.disclosures.record({ ...who, purpose }, [touch]);
  }
}
