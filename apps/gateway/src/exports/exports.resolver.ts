import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Resolver, Root } from '@nestjs/graphql';
import type { Position } from '#event-store';
import type { EventId } from '#kernel';
import type { Reader } from '#read-models';
import { opened, positionToken, sealed } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn } from '../access/page-arguments.js';
import { Needs, recordsReview } from '../access/permission.js';
import type { RequestContext } from '../access/request-context.js';
import { isApplied } from '../actions/in-force.js';
import { recordDenial } from '../actions/record-denial.js';
import { recordingRefusal } from '../actions/recording-refusal.js';
import { refusalOf } from '../disclosure/planned-answer.js';
import { readerOf } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { digestOfChronology } from './canonical-chronology.js';
import { optionsOnRecord } from './export-options.js';
import { exportPath } from './export-path.js';
import { ChronologyExported, ExportChronologyInput } from './export.types.js';
import { planChronology } from './planned-chronology.js';
import { recordedExport } from './recorded-export.js';

@Resolver()
export class ExportsResolver {
  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

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
    const at: { readonly at?: Position } =
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
    // Any gateway may be asked for the file at once. Where the views take longer, it is recorded, and there a moment later.
    const inForce = await isApplied(this.ports, this.settings, recorded.value.position);
    if (recorded.value.repeated && !inForce) throw refusalOf({ code: 'UNAVAILABLE' });
    const made = recorded.value.repeated
      ? await this.madeEarlier(reader, reviewId, exportId, at.at)
      : { digest, rows, at: position, policyVersion: of.policyVersion };
    return {
      exportId,
      path: exportPath(reviewId, exportId),
      digest: made.digest,
      rows: made.rows,
      position: sealed(this.ports.tokens, positionToken, organisation, made.at),
      policyVersion: made.policyVersion,
    };
  }

  /** What the same key recorded before, which may have been drawn from an earlier position than what was made just now. */
  private async madeEarlier(
    reader: Reader,
    reviewId: string,
    exportId: EventId,
    asked: Position | undefined,
  ) {
    const made = await recordedExport(this.ports, reader, reviewId, exportId);
    if (asked !== undefined && asked !== made.at)
      throw recordingRefusal({ code: 'CONFLICT', because: 'key-used-for-other-input' });
    return made;
  }
}
