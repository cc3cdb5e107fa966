import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { knowledgeStates } from '#read-models';
import { AgencyFunction, claimName, codeList } from '../schema/code-lists.js';
import { Organisation } from '../schema/organisation.js';
import { EntryLevel, EntryMark, EntryRelation, EventType } from '../timeline/entry.types.js';

export const KnowledgeState = codeList(
  'KnowledgeState',
  knowledgeStates,
  'How an event stood for an agency at a moment: the first of these, in this order, that fits.',
);

claimName('ReviewedEvent', 'An event under review');
@ObjectType({
  description: 'An event of the record under review, as far as you may have it; its entry tells more.',
})
export class ReviewedEvent {
  @Field(() => ID)
  eventId!: string;
  @Field(() => ID)
  caseId!: string;
  @Field(() => EventType, { nullable: true, description: 'Null for a stub.' })
  type!: string | null;
  @Field(() => String)
  kindOfWork!: string;
  @Field(() => String, { description: 'In Extended Date/Time Format.' })
  occurred!: string;
  @Field(() => Boolean, {
    description:
      'It is not known on which day it happened: it counts as occurred from the last instant on at which it may have.',
  })
  dateUncertain!: boolean;
  @Field(() => String, { nullable: true, description: 'Null for a stub.' })
  recordedAt!: string | null;
  @Field(() => Organisation)
  recordedBy!: Organisation;
  @Field(() => EntryLevel)
  level!: string;
  @Field(() => [EntryRelation])
  relations!: EntryRelation[];
  @Field(() => [EntryMark])
  marks!: EntryMark[];
}

claimName('AgencyUnderReview', 'An agency under review');
@ObjectType({ description: 'An agency of which the record under review tells.' })
export class AgencyUnderReview {
  @Field(() => ID)
  id!: string;
  @Field(() => String)
  name!: string;
  @Field(() => AgencyFunction)
  function!: string;
}

claimName('StateCount', 'How many events were in a state');
@ObjectType()
export class StateCount {
  @Field(() => KnowledgeState)
  state!: string;
  @Field(() => Int)
  events!: number;
}

claimName('MomentOfKnowledge', 'A moment at which something was known');
@ObjectType()
export class MomentOfKnowledge {
  @Field(() => String, { description: 'UTC.' })
  at!: string;
  @Field(() => Boolean, {
    description:
      'It was recorded as it was decided, so that of two records of one instant it is known which came first.',
  })
  recordedAsItWasDecided!: boolean;
}

claimName('VisibleSpell', 'A time during which an event was visible');
@ObjectType()
export class VisibleSpell {
  @Field(() => String, { description: 'UTC.' })
  from!: string;
  @Field(() => String, { nullable: true, description: 'Null while it lasts.' })
  until!: string | null;
  @Field(() => EntryLevel)
  level!: string;
  @Field(() => String, { description: 'The version of the sharing policy that decided.' })
  policyVersion!: string;
}

claimName('ReviewPeriod', 'The time in scope of a review');
@ObjectType()
export class ReviewPeriod {
  @Field(() => String)
  from!: string;
  @Field(() => String)
  until!: string;
}

claimName('ReviewOverview', 'What a review is about');
@ObjectType({ description: 'What a review is about, and how much of it you see.' })
export class ReviewOverview {
  @Field(() => ID)
  reviewId!: string;
  @Field(() => ID, { description: 'The entry that has the terms of reference.' })
  openedBy!: string;
  @Field(() => String)
  openedAt!: string;
  @Field(() => [ID])
  reviewers!: string[];
  @Field(() => [ID])
  cases!: string[];
  @Field(() => ReviewPeriod)
  period!: ReviewPeriod;
  @Field(() => [AgencyUnderReview])
  agencies!: AgencyUnderReview[];
  @Field(() => Int)
  events!: number;
  @Field(() => Int)
  decisions!: number;
  @Field(() => String, { description: 'For `at`: the same question gets the same answer again.' })
  position!: string;
  @Field(() => String, { description: 'The version of the sharing policy in force at that position.' })
  policyVersion!: string;
}
