import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  BreakGlassOpened,
  BreakGlassReviewed,
  emergencyAccessHours,
  ReviewClosed,
  ReviewFindingRecorded,
  ReviewOpened,
  type EventDeclaration,
} from '#casework';
import type {
  CloseReview,
  OpenEmergencyAccess,
  OpenReview,
  RecordFinding,
  ReviewEmergencyAccess,
} from '#recording';
import { RelationInput } from '../actions/action.types.js';
import { claimName } from '../schema/code-lists.js';
import { addField, type TypeClass } from '../schema/derived-types.js';

/** Gives an input the fields of a declaration that the person says, with what they mean. */
const says = (input: TypeClass, { fields }: EventDeclaration, names: readonly string[]): void => {
  for (const name of names) {
    const field = fields[name];
    if (field === undefined) throw new Error(`${input.name} says ${name}, which its event has not.`);
    const { kind, means, optional } = field;
    addField(input, name, kind.shape, { direction: 'input', means, nullable: optional });
  }
};

const key =
  'Your own key for this act, 8 to 200 visible characters. Sent again with the same key and input, it is recorded once and answered the same.';
const { usual, least, most } = emergencyAccessHours;

claimName('OpenEmergencyAccessInput', 'What opens an emergency access');
@InputType()
export class OpenEmergencyAccessInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => Int, {
    nullable: true,
    description: `For how many hours, from ${least} to ${most}; left out: ${usual}. It is fixed from then on.`,
  })
  hours?: number | null;

  ground!: OpenEmergencyAccess['ground'];
  justification!: string;
}
says(OpenEmergencyAccessInput, BreakGlassOpened, ['ground', 'justification']);

claimName('EndEmergencyAccessInput', 'What ends an emergency access');
@InputType()
export class EndEmergencyAccessInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  grantId!: string;
}

claimName('ReviewEmergencyAccessInput', 'What judges an emergency access');
@InputType()
export class ReviewEmergencyAccessInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  grantId!: string;

  outcome!: ReviewEmergencyAccess['outcome'];
  reasons!: string;
}
says(ReviewEmergencyAccessInput, BreakGlassReviewed, ['outcome', 'reasons']);

claimName('OpenReviewInput', 'What opens a review');
@InputType()
export class OpenReviewInput {
  @Field(() => String, { description: key })
  key!: string;

  cases!: string[];
  from!: string;
  until!: string;
  reviewers!: string[];
  kind!: OpenReview['details']['kind'];
  reportDue?: string | null;
  termsOfReference!: string;
}
says(OpenReviewInput, ReviewOpened, [
  'cases',
  'from',
  'until',
  'reviewers',
  'kind',
  'reportDue',
  'termsOfReference',
]);

claimName('RecordReviewFindingInput', 'A finding of a review');
@InputType()
export class RecordReviewFindingInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  reviewId!: string;

  @Field(() => [RelationInput], {
    nullable: true,
    description: 'The events that it is about or relies on: those of the cases in scope that you can see.',
  })
  relations?: RelationInput[] | null;

  kind!: RecordFinding['details']['kind'];
  significance!: RecordFinding['details']['significance'];
  organisations?: string[] | null;
  recommendation?: string | null;
  finding!: string;
}
says(RecordReviewFindingInput, ReviewFindingRecorded, [
  'kind',
  'significance',
  'organisations',
  'recommendation',
  'finding',
]);

claimName('CloseReviewInput', 'What closes a review');
@InputType()
export class CloseReviewInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  reviewId!: string;

  outcome!: CloseReview['details']['outcome'];
  published?: string | null;
  conclusions?: string | null;
}
says(CloseReviewInput, ReviewClosed, ['outcome', 'published', 'conclusions']);

@ObjectType({ isAbstract: true })
abstract class OversightRecorded {
  @Field(() => ID)
  eventId!: string;

  @Field(() => String, { description: 'When it was recorded (UTC).' })
  recordedAt!: string;

  @Field(() => String, {
    description: 'For `atLeast`, to read what this made visible or took away. Bound to your organisation.',
  })
  position!: string;

  @Field(() => Boolean, { description: 'It had been recorded before, by the same key and input.' })
  repeated!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'For an act that takes something away from somebody: whether every view has applied it. False: recorded, not yet in force. Null for other acts.',
  })
  inForce!: boolean | null;
}

claimName('EmergencyAccessRecorded', 'What was recorded of an emergency access');
@ObjectType({ description: 'What was recorded of an emergency access, durably.' })
export class EmergencyAccessRecorded extends OversightRecorded {
  @Field(() => ID)
  grantId!: string;

  @Field(() => ID, { description: 'The case that it opens.' })
  caseId!: string;

  @Field(() => String, { description: 'When it ends by itself (UTC).' })
  until!: string;
}

claimName('ReviewRecorded', 'What was recorded of a review');
@ObjectType({ description: 'What was recorded of a review, durably.' })
export class ReviewRecorded extends OversightRecorded {
  @Field(() => ID)
  reviewId!: string;
}
