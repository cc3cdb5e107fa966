import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver, Root } from '@nestjs/graphql';
import type { Result } from '#kernel';
import type { OversightRecorded, RecordingRefusal } from '#recording';
import type { RootSource } from '../access/guard-root-fields.js';
import { Needs, recordsOnCase, recordsReview } from '../access/permission.js';
import { isApplied, positionFor } from '../actions/in-force.js';
import { recordDenial } from '../actions/record-denial.js';
import { recordingRefusal } from '../actions/recording-refusal.js';
import { readerOf } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import {
  CloseReviewInput,
  EmergencyAccessRecorded,
  EndEmergencyAccessInput,
  OpenEmergencyAccessInput,
  OpenReviewInput,
  RecordReviewFindingInput,
  ReviewEmergencyAccessInput,
  ReviewRecorded,
} from './oversight.types.js';

/** Emergency access, and the reviews of boards: what is recorded in streams of their own, and on no timeline of a case. */
@Resolver()
export class OversightResolver {
  constructor(
    @Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  @Mutation(() => EmergencyAccessRecorded, {
    description:
      'Opens a case to you for some hours, in an emergency. The authority responsible for the child and your supervisor are told at once, and somebody of another team judges it within 72 hours.',
  })
  @Needs(recordsOnCase)
  openEmergencyAccess(
    @Root() source: RootSource,
    @Args('input') { hours, ...input }: OpenEmergencyAccessInput,
  ): Promise<unknown> {
    const request = { ...readerOf(source), ...input, hours: hours ?? null };
    return this.answer(source, [input.caseId], this.ports.oversight.openEmergencyAccess(request));
  }

  @Mutation(() => EmergencyAccessRecorded, {
    description:
      'Ends an emergency access before its time: yours, that of somebody whom you supervise, or one to a child that your authority is responsible for.',
  })
  @Needs(recordsOnCase)
  endEmergencyAccess(
    @Root() source: RootSource,
    @Args('input') input: EndEmergencyAccessInput,
  ): Promise<unknown> {
    return this.answer(
      source,
      [null],
      this.ports.oversight.endEmergencyAccess({ ...readerOf(source), ...input }),
    );
  }

  @Mutation(() => EmergencyAccessRecorded, {
    description: 'Judges, from another team, an emergency access of your organisation that is over.',
  })
  @Needs(recordsOnCase)
  reviewEmergencyAccess(
    @Root() source: RootSource,
    @Args('input') input: ReviewEmergencyAccessInput,
  ): Promise<unknown> {
    return this.answer(
      source,
      [null],
      this.ports.oversight.reviewEmergencyAccess({ ...readerOf(source), ...input }),
    );
  }

  @Mutation(() => ReviewRecorded, {
    description: 'Opens a review of your board. Its reviewers see what policy gives them while it is open.',
  })
  @Needs(recordsReview)
  openReview(
    @Root() source: RootSource,
    @Args('input') { key, ...details }: OpenReviewInput,
  ): Promise<unknown> {
    return this.answer(
      source,
      details.cases,
      this.ports.oversight.openReview({ ...readerOf(source), key, details }),
    );
  }

  @Mutation(() => ReviewRecorded, {
    description: 'Records a finding of a review that names you as a reviewer.',
  })
  @Needs(recordsReview)
  recordReviewFinding(
    @Root() source: RootSource,
    @Args('input') { key, reviewId, relations, ...details }: RecordReviewFindingInput,
  ): Promise<unknown> {
    const named = (relations ?? []).map(({ kind, eventId }) => ({ kind, event: eventId }));
    const request = { ...readerOf(source), key, reviewId, details, relations: named };
    return this.answer(source, [null], this.ports.oversight.recordFinding(request));
  }

  @Mutation(() => ReviewRecorded, {
    description:
      'Closes a review of your board. It takes nothing more, and gives its reviewers nothing more.',
  })
  @Needs(recordsReview)
  closeReview(
    @Root() source: RootSource,
    @Args('input') { key, reviewId, ...details }: CloseReviewInput,
  ): Promise<unknown> {
    const request = { ...readerOf(source), key, reviewId, details };
    return this.answer(source, [null], this.ports.oversight.closeReview(request));
  }

  /** A denial is recorded for each case that was asked for, or once where none was. */
  private async answer(
    source: RootSource,
    casesAsked: readonly (string | null)[],
    act: Promise<Result<OversightRecorded, RecordingRefusal>>,
  ): Promise<unknown> {
    const reader = readerOf(source);
    const recorded = await act;
    if (!recorded.ok) {
      const { reason } = recorded;
      const asked = casesAsked.length === 0 ? [null] : casesAsked;
      await Promise.all(
        asked.map((caseId) => recordDenial(this.ports.disclosures, reader, { caseId }, reason)),
      );
      throw recordingRefusal(reason);
    }
    const { narrows, position, ...told } = recorded.value;
    return {
      ...told,
      position: positionFor(this.ports, reader.principal.organisation, position),
      inForce: narrows ? await isApplied(this.ports, this.settings, position) : null,
    };
  }
}
