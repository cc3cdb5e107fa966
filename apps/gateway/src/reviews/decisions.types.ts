import { Field, ID, ObjectType } from '@nestjs/graphql';
import { claimName } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';
import { Organisation } from '../schema/organisation.js';
import { KnowledgeState, MomentOfKnowledge, ReviewedEvent, StateCount } from './reviewed.types.js';
import { onRecord } from './of-the-record.js';

claimName('ReliedOnByWordOfMouth', 'What a decision relied on by word of mouth');
@ObjectType()
export class ReliedOnByWordOfMouth {
  @Field(() => String)
  organisation!: string;
  @Field(() => String)
  said!: string;
}

claimName('DecisionOutcome', 'A code of what was decided');
@ObjectType()
export class DecisionOutcome {
  @Field(() => String, { description: 'The field of the type of event.' })
  field!: string;
  @Field(() => String)
  value!: string;
}

claimName('DecisionUnderReview', 'A decision under review');
@ObjectType({
  description: 'A decision, and what the agency that took it had of every other event at that moment.',
})
export class DecisionUnderReview {
  @Field(() => ReviewedEvent)
  event!: ReviewedEvent;
  @Field(() => Organisation)
  agency!: Organisation;
  @Field(() => ID, { nullable: true })
  person!: string | null;
  @Field(() => String, { nullable: true })
  role!: string | null;
  @Field(() => String, { nullable: true })
  rationale!: string | null;
  @Field(() => [String], { nullable: true })
  options!: string[] | null;
  @Field(() => String, { nullable: true })
  dissent!: string | null;
  @Field(() => [ID], { description: 'The recorded events that it relied on, of those that you may see.' })
  reliedOn!: string[];
  @Field(() => [ReliedOnByWordOfMouth], { nullable: true })
  reliedOnByWord!: ReliedOnByWordOfMouth[] | null;
  @Field(() => [DecisionOutcome])
  outcome!: DecisionOutcome[];
  @Field(() => MomentOfKnowledge)
  moment!: MomentOfKnowledge;
  @Field(() => [StateCount], {
    description: 'How many of the other events were in which state; none left out.',
  })
  states!: StateCount[];
}

export const ReviewDecisionsConnection = onRecord(
  connectionOf('ReviewDecisions', DecisionUnderReview, 'The decisions of a record under review.'),
);

claimName('KnownEvent', 'What an agency had of an event');
@ObjectType()
export class KnownEvent {
  @Field(() => ReviewedEvent)
  event!: ReviewedEvent;
  @Field(() => KnowledgeState)
  state!: string;
}

export const ReviewKnowledgeConnection = onRecord(
  connectionOf('ReviewKnowledge', KnownEvent, 'What an agency had of the events of a record at a moment.'),
);
const knowledge = ReviewKnowledgeConnection.prototype as object;
Field(() => Organisation)(knowledge, 'agency');
Field(() => MomentOfKnowledge)(knowledge, 'moment');
Field(() => [StateCount], { description: 'Of all events, on this page or not.' })(knowledge, 'states');
