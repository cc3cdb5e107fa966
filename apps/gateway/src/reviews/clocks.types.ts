import { Field, ID, ObjectType } from '@nestjs/graphql';
import { partNames } from '#casework';
import { entryLevels, type EntryLevel as Level } from '#sharing-policy';
import { claimName, codeList, Part } from '../schema/code-lists.js';
import { onRecord } from './of-the-record.js';
import { AgencyUnderReview, ReviewedEvent, VisibleSpell } from './reviewed.types.js';

claimName('Opening', 'That somebody opened an event');
@ObjectType({ description: 'Somebody was handed words of the event.' })
export class Opening {
  @Field(() => String, { description: 'UTC.' })
  at!: string;
  @Field(() => ID)
  person!: string;
  @Field(() => String)
  role!: string;
}

claimName('AgencyClocks', 'The clocks of an event for an agency');
@ObjectType({ description: 'When an event came to be visible to an agency, and was opened there.' })
export class AgencyClocks {
  @Field(() => AgencyUnderReview)
  agency!: AgencyUnderReview;
  @Field(() => Boolean, { description: 'It recorded the event, and has had it since.' })
  recorder!: boolean;
  @Field(() => [VisibleSpell])
  visible!: VisibleSpell[];
  @Field(() => String, { nullable: true, description: 'Null where nobody there has opened it.' })
  firstOpened!: string | null;
  @Field(() => [Opening])
  openings!: Opening[];
}

claimName('ReviewClocks', 'The four clocks of an event');
@ObjectType({ description: 'When an event occurred, was recorded, came to be visible, and was opened.' })
export class ReviewClocks {
  @Field(() => ReviewedEvent)
  event!: ReviewedEvent;
  @Field(() => String, { description: 'In Extended Date/Time Format.' })
  occurred!: string;
  @Field(() => String, { description: 'The first instant at which it may have occurred (UTC).' })
  occurredEarliest!: string;
  @Field(() => String, { nullable: true, description: 'The last one (UTC); null where it went on.' })
  occurredLatest!: string | null;
  @Field(() => String, { nullable: true, description: 'UTC. Null for a stub.' })
  recorded!: string | null;
  @Field(() => [AgencyClocks])
  agencies!: AgencyClocks[];
}
onRecord(ReviewClocks);

export const DecidedLevel = codeList(
  'DecidedLevel',
  entryLevels satisfies readonly Level[],
  'What is given of an event: as the levels of an entry, or nothing.',
);

claimName('DecidedUnderAPolicy', 'What an agency has of an event under a policy');
@ObjectType()
export class DecidedUnderAPolicy {
  @Field(() => String)
  policyVersion!: string;
  @Field(() => DecidedLevel)
  level!: string;
  @Field(() => [Part], { description: 'Of the parts that you know that the event has.' })
  handed!: (typeof partNames)[number][];
  @Field(() => [Part], { description: 'Named as withheld.' })
  withheld!: (typeof partNames)[number][];
  @Field(() => [String], { description: 'The policies that decided.' })
  decidedBy!: string[];
}

claimName('ReviewCounterfactual', 'What an agency would have had');
@ObjectType({ description: 'Whether an agency would have had an event at a time under another policy.' })
export class ReviewCounterfactual {
  @Field(() => ReviewedEvent)
  event!: ReviewedEvent;
  @Field(() => AgencyUnderReview)
  agency!: AgencyUnderReview;
  @Field(() => String)
  at!: string;
  @Field(() => Boolean, { description: 'What nobody had recorded by then, no policy could show.' })
  recorded!: boolean;
  @Field(() => DecidedUnderAPolicy, {
    nullable: true,
    description: 'Under the policy that was in force then.',
  })
  then!: DecidedUnderAPolicy | null;
  @Field(() => DecidedUnderAPolicy, { nullable: true, description: 'Under the policy that you ask about.' })
  under!: DecidedUnderAPolicy | null;
  @Field(() => Boolean)
  differs!: boolean;
}
onRecord(ReviewCounterfactual);
