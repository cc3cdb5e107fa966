import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver, Root } from '@nestjs/graphql';
import { graphPicture, timelinePage, timelinePicture } from '#documents';
import { always, relianceAsGraph, relianceOfDecision, visualTimelineQuestion } from '#read-models';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn } from '../access/page-arguments.js';
import { Needs, reviewsRecord } from '../access/permission.js';
import type { PlannedAnswer } from '../disclosure/planned-answer.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { answerOfReview } from '../reviews/answer-of-review.js';
import { RelianceArguments, ReviewArguments } from '../reviews/review-arguments.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { ReviewPicture, ReviewTimelinePicture } from './picture.types.js';

/** What a picture is of, on its last line. */
const footerOf = ({
  position,
  policyVersion,
}: {
  readonly position: string;
  readonly policyVersion: string;
}) => `Policy ${policyVersion} · position ${position}`;

@Resolver()
export class PicturesResolver {
  constructor(
    @Inject(QueryBus) readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) readonly settings: GatewaySettings,
  ) {}

  @Query(() => ReviewTimelinePicture, {
    nullable: true,
    description:
      'One picture of what happened: a lane for each agency, with reliance, disclosures and silences.',
  })
  @Needs(reviewsRecord)
  reviewTimelinePicture(@Root() source: RootSource, @Args() asked: ReviewArguments): Promise<PlannedAnswer> {
    return answerOfReview(this, source, asked, always(visualTimelineQuestion), ({ answer, ...of }) => {
      const picture = { ...answer, title: 'Who did what, and when', footer: footerOf(of) };
      return { svg: timelinePicture(picture), page: timelinePage(picture) };
    });
  }

  @Query(() => ReviewPicture, {
    nullable: true,
    description: 'What a decision rests on, and what rests on it, as a picture.',
  })
  @Needs(reviewsRecord)
  async reviewReliancePicture(
    @Root() source: RootSource,
    @Args() asked: RelianceArguments,
  ): Promise<PlannedAnswer> {
    return answerOfReview(
      this,
      source,
      asked,
      relianceOfDecision(idIn('decision', asked.decision)),
      async ({ answer, ...of }) => ({
        svg: await graphPicture(
          relianceAsGraph(answer, 'What the decision rests on, and what rests on it', footerOf(of)),
        ),
      }),
    );
  }
}
