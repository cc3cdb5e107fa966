import { ArgsType, Field, ID, Int } from '@nestjs/graphql';
import { longestPage, longestPageWithToldParts } from '#read-models';
import { AtLeastArgument } from '../access/page-arguments.js';
import { FindingKind } from './findings.types.js';
import { KnowledgeState } from './reviewed.types.js';

@ArgsType()
export class ReviewArguments extends AtLeastArgument {
  @Field(() => ID)
  reviewId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The position of an earlier answer: what is asked is answered as of then, the same again.',
  })
  at?: string | null;
}

@ArgsType()
export class FirstArguments extends ReviewArguments {
  @Field(() => Int, {
    defaultValue: longestPageWithToldParts,
    description: `1 to ${longestPage}; at most ${longestPageWithToldParts} decisions, since they are opened.`,
  })
  first!: number;
}

@ArgsType()
export class ReviewPageArguments extends FirstArguments {
  @Field(() => String, { nullable: true, description: 'A cursor of an earlier page.' })
  after?: string | null;
}

@ArgsType()
export class DecisionsArguments extends ReviewPageArguments {
  @Field(() => ID, { nullable: true, description: 'Only decisions of this agency.' })
  agency?: string | null;
}

@ArgsType()
export class KnowledgeArguments extends ReviewPageArguments {
  @Field(() => ID, {
    nullable: true,
    description: 'The agency; where a decision is named, the one that took it.',
  })
  agency?: string | null;

  @Field(() => String, { nullable: true, description: 'The instant asked about (UTC), or else a decision.' })
  asOf?: string | null;

  @Field(() => ID, { nullable: true, description: 'The decision at whose moment is asked.' })
  decision?: string | null;

  @Field(() => [KnowledgeState], { nullable: true, description: 'Only events in one of these states.' })
  states?: string[] | null;
}

@ArgsType()
export class FindingsArguments extends ReviewPageArguments {
  @Field(() => [FindingKind], { nullable: true, description: 'Only findings of these kinds.' })
  kinds?: string[] | null;
}

@ArgsType()
export class ClocksArguments extends ReviewArguments {
  @Field(() => ID)
  event!: string;

  @Field(() => ID, { nullable: true, description: 'Only for this agency.' })
  agency?: string | null;
}

@ArgsType()
export class RelianceArguments extends ReviewArguments {
  @Field(() => ID)
  decision!: string;
}

@ArgsType()
export class CounterfactualArguments extends ReviewArguments {
  @Field(() => ID)
  agency!: string;

  @Field(() => ID)
  event!: string;

  @Field(() => String, { description: 'The instant asked about (UTC).' })
  asOf!: string;

  @Field(() => String, { description: 'The version of the sharing policy.' })
  policyVersion!: string;
}
