import { Field, ID, InputType, ObjectType } from '@nestjs/graphql';
import type {
  EventDeclaration,
  LawfulBasis as LawfulBasisCode,
  PartName,
  RelationKind as RelationKindCode,
  SourceKind as SourceKindCode,
} from '#casework';
import { claimName, LawfulBasis, Part, RelationKind, SourceKind } from '../schema/code-lists.js';
import { addField, namedClass, type TypeClass } from '../schema/derived-types.js';
import { EventType, TimelineEntry } from '../timeline/entry.types.js';

claimName('HandlingInput', 'The handling of an action');
@InputType({
  description: 'What you demand of everyone who handles the event; what is left out is as the policy has it.',
})
export class HandlingInput {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Even that the event exists is protected, until you release it.',
  })
  covert?: boolean | null;

  @Field(() => [Part], {
    nullable: true,
    description:
      'Parts that must never reach border, asylum casework or immigration enforcement. Left out: the child’s own account and words. An empty list releases them.',
  })
  notForImmigration?: PartName[] | null;

  @Field(() => [ID], {
    nullable: true,
    description: 'The only organisations that may have it besides yours.',
  })
  releasableTo?: string[] | null;

  @Field(() => [ID], { nullable: true, description: 'Organisations and people that must never have it.' })
  neverTo?: string[] | null;
}

claimName('RelationInput', 'A relation of an action');
@InputType()
export class RelationInput {
  @Field(() => RelationKind)
  kind!: RelationKindCode;

  @Field(() => ID, { description: 'An event that you can see.' })
  eventId!: string;
}

claimName('ActionInput', 'The input of every action');
@InputType({ description: 'What every action needs besides its details.' })
export class ActionInput {
  @Field(() => ID, { nullable: true, description: 'Left out by an action that begins a case.' })
  caseId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The link that the action is about, for actions about a link.',
  })
  linkId?: string | null;

  @Field(() => String, {
    description:
      'Your own key for this action, 8 to 200 visible characters. Sent again with the same key and input, it is recorded once and answered the same.',
  })
  key!: string;

  @Field(() => String, {
    description:
      'When it happened, as exactly as it is known: Extended Date/Time Format, e.g. 2007-02-26 or 2004-08?.',
  })
  occurred!: string;

  @Field(() => SourceKind, { defaultValue: 'own-act' })
  source!: SourceKindCode;

  @Field(() => HandlingInput, { nullable: true })
  handling?: HandlingInput | null;

  @Field(() => LawfulBasis, { nullable: true })
  lawfulBasis?: LawfulBasisCode | null;

  @Field(() => [RelationInput], { nullable: true })
  relations?: RelationInput[] | null;
}

claimName('ActionRecorded', 'The answer of every action');
@ObjectType({ description: 'What was recorded, durably. It is never taken back.' })
export class ActionRecorded {
  @Field(() => ID)
  eventId!: string;

  @Field(() => ID, { nullable: true })
  caseId!: string | null;

  @Field(() => ID, { nullable: true })
  linkId!: string | null;

  @Field(() => EventType)
  type!: string;

  @Field(() => String)
  occurred!: string;

  @Field(() => String, { description: 'When it was recorded (UTC).' })
  recordedAt!: string;

  @Field(() => String, { description: 'For `atLeast`, to read what you wrote. Bound to your organisation.' })
  position!: string;

  @Field(() => Boolean, { description: 'It had been recorded before, by the same key and input.' })
  repeated!: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'For an act that takes something away from somebody: whether every view has applied it. False: recorded, not yet in force. Null for other acts.',
  })
  inForce!: boolean | null;

  @Field(() => TimelineEntry, {
    nullable: true,
    description:
      'The entry as you may see it, where you select it; reading it back is a disclosure like any other.',
  })
  entry!: TimelineEntry | null;
}

/** The input of an action's own details; null where a type of event has none. */
export const detailsInputOf = ({ type, fields }: EventDeclaration): TypeClass | null => {
  if (Object.keys(fields).length === 0) return null;
  const name = `${type}Input`;
  claimName(name, `The details of the action ${type}`);
  const input = namedClass(name);
  InputType(name)(input);
  for (const [field, { kind, means, optional }] of Object.entries(fields)) {
    addField(input, field, kind.shape, { direction: 'input', means, nullable: optional });
  }
  return input;
};
