import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Mutation, Query, Resolver, Root } from '@nestjs/graphql';
import { alertCursor, opened, sealed } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { pageSize } from '../access/page-arguments.js';
import { Needs, readsCase, recordsOnCase } from '../access/permission.js';
import { recordDenial } from '../actions/record-denial.js';
import { recordingRefusal } from '../actions/recording-refusal.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { presentPage } from '../schema/connections.js';
import {
  AcknowledgeAlertInput,
  AlertAcknowledgement,
  AlertsArguments,
  AlertsConnection,
} from './alert.types.js';
import { presentAlert } from './present-alert.js';
import { ReadAlerts } from './read-alerts.js';

/** What cannot wait. None of it stands on a view, so it is answered where a case waits for an operator. */
@Resolver()
export class AlertsResolver {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
  ) {}

  @Query(() => AlertsConnection, {
    nullable: true,
    description: 'What your organisation was alerted to, of what you may know of.',
  })
  @Needs({ ...readsCase, asks: { for: 'cases' } })
  async alerts(
    @Root() source: RootSource,
    @Args() { open, first, after }: AlertsArguments,
  ): Promise<PlannedAnswer> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const { tokens, directory } = this.ports;
    const query = {
      ...(open == null ? {} : { open }),
      first: pageSize(first),
      ...(after == null ? {} : { after: opened(tokens, alertCursor, organisation, after, 'after') }),
    };
    return plannedAnswer(await this.queries.execute(new ReadAlerts(reader, query)), (page) =>
      presentPage(
        page,
        (alert) => presentAlert(directory, alert),
        (cursor) => sealed(tokens, alertCursor, organisation, cursor),
      ),
    );
  }

  @Mutation(() => AlertAcknowledgement, {
    description:
      'Takes an alert up for your organisation, which keeps it from going to those above. It is for a person: software is refused.',
  })
  @Needs(recordsOnCase)
  async acknowledgeAlert(
    @Root() source: RootSource,
    @Args('input') { key, alertId, note }: AcknowledgeAlertInput,
  ): Promise<unknown> {
    const reader = readerOf(source);
    const request = { ...reader, key, alertId, note: note ?? null };
    const recorded = await this.ports.alerts.recording.acknowledge(request);
    if (recorded.ok) return recorded.value;
    await recordDenial(this.ports.disclosures, reader, { caseId: null }, recorded.reason);
    throw recordingRefusal(recorded.reason);
  }
}
