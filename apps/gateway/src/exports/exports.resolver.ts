import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver, Root } from '@nestjs/graphql';
import { opened, positionToken } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn } from '../access/page-arguments.js';
import { Needs, recordsReview } from '../access/permission.js';
import type { RequestContext } from '../access/request-context.js';
import { recordDenial } from '../actions/record-denial.js';
import { recordingRefusal } from '../actions/recording-refusal.js';
import { refusalOf } from '../disclosure/planned-answer.js';
import { readerOf } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { digestOfChronology } from './canonical-chronology.js';
import { optionsOnRecord } from './export-options.js';
import { ChronologyExported, ExportChronologyInput } from './export.types.js';
import { exportPath } from './exports.controller.js';
import { planChronology } from './planned-chronology.js';

@Resolver()
export class ExportsResolver {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  @Mutation(() => ChronologyExported, {
    description:
      'Exports the integrated chronology of a review: each agency’s own, then all together. It is put on record with its digest, and then fetched by its path.',
  })
  @Needs(recordsReview)
  async exportChronology(
    @Root() source: RootSource,
    @Args('input') input: ExportChronologyInput,
    @Context() { disclosure }: RequestContext,
  ): Promise<ChronologyExported> {
    const reader = readerOf(source);
    const { organisation } = reader.principal;
    const reviewId = idIn('reviewId', input.reviewId);
    const { at: asked, ...options } = input;
    const at =
      asked == null ? {} : { at: opened(this.ports.tokens, positionToken, organisation, asked, 'at') };
    const field = disclosure.enter();
    const planned = await planChronology(this.ports, reader, { ...options, reviewId, ...at }).catch(
      async (problem: unknown) => {
        await field.decided(null, []);
        throw problem;
      },
    );
    if (!planned.ok) {
      const { reason } = planned;
      await field.decided(reader, reason.code === 'NOT_FOUND' ? reason.touches : []);
      throw refusalOf(reason);
    }
    // A digest is made of everything that is in it, so that is on record as opened before it is.
    await field.decided(reader, planned.value.touches);
    const { chronology, of, position, cases } = await planned.value.open();
    const { digest, rows } = await digestOfChronology(chronology, of);
    const recorded = await this.ports.oversight.recordExport({
      ...reader,
      key: input.key,
      reviewId,
      details: {
        ...optionsOnRecord(input),
        ...{ digest, rows, casesExported: cases, viewPosition: position },
        content: 'integrated-chronology',
        policyInForce: of.policyVersion,
      },
    });
    if (!recorded.ok) {
      await recordDenial(this.ports.disclosures, reader, { caseId: null }, recorded.reason);
      throw recordingRefusal(recorded.reason);
    }
    const exportId = recorded.value.eventId;
    const { policyVersion } = of;
    return {
      exportId,
      path: exportPath(reviewId, exportId),
      digest,
      rows,
      position: of.position,
      policyVersion,
    };
  }
}
