import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { findingKinds } from '#read-models';
import { claimName, codeList } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';
import { Organisation } from '../schema/organisation.js';
import { onRecord } from './of-the-record.js';
import { StateCount } from './reviewed.types.js';

export const FindingKind = codeList('FindingKind', findingKinds, 'What the record itself tells.');

claimName('FindingCitation', 'An event that a finding cites');
@ObjectType()
export class FindingCitation {
  @Field(() => ID)
  eventId!: string;
  @Field(() => String, { description: 'In what capacity, e.g. first-account.' })
  as!: string;
}

claimName('FindingFact', 'A code, number or date of a finding');
@ObjectType()
export class FindingFact {
  @Field(() => String)
  name!: string;
  @Field(() => String)
  value!: string;
}

claimName('HeldThen', 'What an agency had at the moment of a finding');
@ObjectType()
export class HeldThen {
  @Field(() => Organisation)
  agency!: Organisation;
  @Field(() => [StateCount], { description: 'A state that no event was in is left out.' })
  states!: StateCount[];
  @Field(() => [ID], { description: 'What it had, and those whom the finding concerns had not.' })
  unshared!: string[];
}

claimName('FindingFromTheRecord', 'A finding from the record');
@ObjectType({
  description: 'Something that the record itself tells, by one definition; the events that it cites show it.',
})
export class FindingFromTheRecord {
  @Field(() => ID, { description: 'The same for the same record.' })
  id!: string;
  @Field(() => FindingKind)
  kind!: string;
  @Field(() => String, { description: 'By which definition it was found.' })
  definition!: string;
  @Field(() => Int, { description: 'The version of the definition.' })
  version!: number;
  @Field(() => String)
  says!: string;
  @Field(() => [Organisation])
  agencies!: Organisation[];
  @Field(() => String)
  from!: string;
  @Field(() => String, { nullable: true, description: 'Null where it lasts, as far as the record tells.' })
  until!: string | null;
  @Field(() => Int, { nullable: true })
  days!: number | null;
  @Field(() => Boolean)
  dateUncertain!: boolean;
  @Field(() => [HeldThen])
  held!: HeldThen[];
  @Field(() => [FindingCitation])
  cites!: FindingCitation[];
  @Field(() => [FindingFact])
  facts!: FindingFact[];
}

export const ReviewFindingsConnection = onRecord(
  connectionOf('ReviewFindings', FindingFromTheRecord, 'What the record itself tells.'),
);
