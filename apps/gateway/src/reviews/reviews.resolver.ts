import { Inject } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Args, Query, Resolver, Root } from '@nestjs/graphql';
import {
  always,
  clocksQuestion,
  counterfactualQuestion,
  decisionsQuestion,
  findingsQuestion,
  knowledgeQuestion,
  overviewQuestion,
  reExecutionQuestion,
  relianceOfDecision,
  type KnowledgeState,
  type MakeQuestion,
} from '#read-models';
import { findingCursor, opened, sealed, timelineCursor } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn, instantIn, pageSize } from '../access/page-arguments.js';
import { Needs, reviewsRecord } from '../access/permission.js';
import type { PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf } from '../disclosure/reading.js';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';
import { presentPage } from '../schema/connections.js';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings.js';
import { ReviewClocks, ReviewCounterfactual } from './clocks.types.js';
import { ReviewDecisionsConnection, ReviewKnowledgeConnection } from './decisions.types.js';
import { ReviewFindingsConnection } from './findings.types.js';
import { answerOfReview } from './answer-of-review.js';
import { pageOfFindings, presentFinding } from './present-findings.js';
import {
  presentClocks,
  presentCounterfactual,
  presentDecision,
  presentKnowledge,
  presentKnown,
  presentOverview,
  presentReExecution,
} from './present-reviewed.js';
import { ReviewReExecution } from './re-execution.types.js';
import { ReviewReliance } from './reliance.types.js';
import {
  ClocksArguments,
  CounterfactualArguments,
  DecisionsArguments,
  FindingsArguments,
  FirstArguments,
  KnowledgeArguments,
  RelianceArguments,
  ReviewArguments,
  type ReviewPageArguments,
} from './review-arguments.js';
import { ReviewOverview } from './reviewed.types.js';

@Resolver()
export class ReviewsResolver {
  constructor(
    @Inject(QueryBus) readonly queries: QueryBus,
    @Inject(GATEWAY_PORTS) readonly ports: GatewayPorts,
    @Inject(GATEWAY_SETTINGS) readonly settings: GatewaySettings,
  ) {}

  @Query(() => ReviewOverview, { nullable: true, description: 'What a review of your board is about.' })
  @Needs(reviewsRecord)
  review(@Root() source: RootSource, @Args() asked: ReviewArguments): Promise<PlannedAnswer> {
    return this.answer(source, asked, overviewQuestion, presentOverview);
  }

  @Query(() => ReviewDecisionsConnection, {
    nullable: true,
    description: 'Who decided what, why, and how every other event stood for that agency at that moment.',
  })
  @Needs(reviewsRecord)
  reviewDecisions(@Root() source: RootSource, @Args() asked: DecisionsArguments): Promise<PlannedAnswer> {
    const { agency } = asked;
    const question = decisionsQuestion({
      ...this.page(source, asked),
      ...(agency == null ? {} : { agency }),
    });
    const present = presentDecision(this.ports.directory);
    return this.answer(source, asked, question, (page) =>
      presentPage(page, present, (cursor) => this.cursor(source, cursor)),
    );
  }

  @Query(() => ReviewKnowledgeConnection, {
    nullable: true,
    description: 'What an agency had of every event at an instant, or when a decision was taken.',
  })
  @Needs(reviewsRecord)
  reviewKnowledge(@Root() source: RootSource, @Args() asked: KnowledgeArguments): Promise<PlannedAnswer> {
    const { agency, asOf, decision, states } = asked;
    const question = knowledgeQuestion({
      ...this.page(source, asked),
      ...(agency == null ? {} : { agency }),
      ...(asOf == null ? {} : { asOf: instantIn('asOf', asOf) }),
      ...(decision == null ? {} : { decision: idIn('decision', decision) }),
      ...(states == null ? {} : { states: states as KnowledgeState[] }),
    });
    const { directory } = this.ports;
    return this.answer(source, asked, question, (answer) => ({
      ...presentPage(answer.events, presentKnown(directory), (cursor) => this.cursor(source, cursor)),
      ...presentKnowledge(directory, answer),
    }));
  }

  @Query(() => ReviewClocks, {
    nullable: true,
    description: 'When an event occurred, was recorded, came to be visible to each agency, and was opened.',
  })
  @Needs(reviewsRecord)
  reviewClocks(@Root() source: RootSource, @Args() asked: ClocksArguments): Promise<PlannedAnswer> {
    const question = clocksQuestion(idIn('event', asked.event), asked.agency ?? undefined);
    return this.answer(source, asked, question, (answer) => presentClocks(this.ports.directory, answer));
  }

  @Query(() => ReviewFindingsConnection, {
    nullable: true,
    description:
      'What the record itself tells: turned-away contacts, belief lag, reliance, missed opportunities.',
  })
  @Needs(reviewsRecord)
  reviewFindings(@Root() source: RootSource, @Args() asked: FindingsArguments): Promise<PlannedAnswer> {
    const { tokens, directory } = this.ports;
    const { organisation } = readerOf(source).principal;
    const wanted = {
      kinds: asked.kinds ?? null,
      first: pageSize(asked.first),
      after: asked.after == null ? null : opened(tokens, findingCursor, organisation, asked.after, 'after'),
    };
    return this.answer(source, asked, always(findingsQuestion), (findings) =>
      presentPage(pageOfFindings(findings, wanted), presentFinding(directory), (cursor) =>
        sealed(tokens, findingCursor, organisation, cursor),
      ),
    );
  }

  @Query(() => ReviewReliance, {
    nullable: true,
    description: 'What a decision rests on, and what rests on it.',
  })
  @Needs(reviewsRecord)
  reviewReliance(@Root() source: RootSource, @Args() asked: RelianceArguments): Promise<PlannedAnswer> {
    const question = relianceOfDecision(idIn('decision', asked.decision));
    return this.answer(source, asked, question, (graph) => graph);
  }

  @Query(() => ReviewCounterfactual, {
    nullable: true,
    description: 'Whether an agency would have had an event at an instant under another policy.',
  })
  @Needs(reviewsRecord)
  reviewCounterfactual(
    @Root() source: RootSource,
    @Args() asked: CounterfactualArguments,
  ): Promise<PlannedAnswer> {
    const { agency, policyVersion } = asked;
    const question = counterfactualQuestion({
      ...{ agency, policyVersion },
      event: idIn('event', asked.event),
      at: instantIn('asOf', asked.asOf),
    });
    return this.answer(source, asked, question, (answer) =>
      presentCounterfactual(this.ports.directory, answer),
    );
  }

  @Query(() => ReviewReExecution, {
    nullable: true,
    description: 'Decides every disclosure of the cases in scope again, and tells what differs.',
  })
  @Needs(reviewsRecord)
  reviewReExecution(@Root() source: RootSource, @Args() asked: FirstArguments): Promise<PlannedAnswer> {
    const question = reExecutionQuestion(pageSize(asked.first));
    return this.answer(source, asked, question, (answer) => presentReExecution(this.ports.directory, answer));
  }

  private answer<Answer>(
    source: RootSource,
    asked: ReviewArguments,
    question: MakeQuestion<Answer>,
    present: (answer: Answer) => object,
  ): Promise<PlannedAnswer> {
    return answerOfReview(this, source, asked, question, ({ answer }) => present(answer));
  }

  private page(source: RootSource, { first, after }: ReviewPageArguments) {
    const { organisation } = readerOf(source).principal;
    return {
      first: pageSize(first),
      ...(after == null
        ? {}
        : { after: opened(this.ports.tokens, timelineCursor, organisation, after, 'after') }),
    };
  }

  private cursor(source: RootSource, cursor: Parameters<typeof timelineCursor.write>[0]): string {
    return sealed(this.ports.tokens, timelineCursor, readerOf(source).principal.organisation, cursor);
  }
}
