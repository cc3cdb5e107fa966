import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { notDecidedAgainReasons } from '#read-models';
import { claimName, codeList, Part } from '../schema/code-lists.js';
import { Organisation } from '../schema/organisation.js';
import { onRecord } from './of-the-record.js';

export const ReExecutionDifferenceKind = codeList(
  'ReExecutionDifferenceKind',
  ['not-permitted', 'other-policies'],
  'NOT_PERMITTED: it was handed over and would not be. OTHER_POLICIES: it would be, and other policies decide so.',
);
export const NotDecidedAgainReason = codeList(
  'NotDecidedAgainReason',
  notDecidedAgainReasons,
  'Why a disclosure could not be decided again.',
);

claimName('ReExecutionDifference', 'A disclosure that would be decided otherwise');
@ObjectType()
export class ReExecutionDifference {
  @Field(() => ReExecutionDifferenceKind)
  kind!: string;
  @Field(() => String, { description: 'When it was handed over (UTC).' })
  at!: string;
  @Field(() => Organisation)
  organisation!: Organisation;
  @Field(() => ID)
  person!: string;
  @Field(() => String)
  role!: string;
  @Field(() => String, { description: 'Under which it was decided, then and again.' })
  policyVersion!: string;
  @Field(() => ID, { nullable: true, description: 'Null where the difference is one of the whole record.' })
  eventId!: string | null;
  @Field(() => [Part], { description: 'Those that were handed over and would not be.' })
  parts!: string[];
}

claimName('NotDecidedAgain', 'Disclosures that could not be decided again');
@ObjectType()
export class NotDecidedAgain {
  @Field(() => NotDecidedAgainReason)
  reason!: string;
  @Field(() => Int)
  records!: number;
}

claimName('ReviewReExecution', 'Disclosures decided again');
@ObjectType({
  description:
    'Every disclosure of the cases in scope, decided again at its own place and under its own policy.',
})
export class ReviewReExecution {
  @Field(() => Int)
  decidedAgain!: number;
  @Field(() => [NotDecidedAgain])
  notDecidedAgain!: NotDecidedAgain[];
  @Field(() => Int, { description: 'How many differences there are.' })
  differing!: number;
  @Field(() => [ReExecutionDifference], { description: 'The first of them, oldest first.' })
  differences!: ReExecutionDifference[];
  @Field(() => [String], {
    description: 'What is not on record as it was then, and is taken as it is now.',
  })
  takenFromNow!: string[];
}
onRecord(ReviewReExecution);
