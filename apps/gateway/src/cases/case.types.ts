import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { claimName, codeList } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';
import { Organisation } from '../schema/organisation.js';
import { EventType } from '../timeline/entry.types.js';

claimName('OpenProcess', 'An open process');
@ObjectType({ description: 'Something that was begun and not yet ended, as far as you may know.' })
export class OpenProcess {
  @Field(() => String, { description: 'By the field’s name for it, e.g. missing-episode.' })
  process!: string;

  @Field(() => ID, { description: 'The entry that began it.' })
  openedBy!: string;

  @Field(() => String, { description: 'When it began, in Extended Date/Time Format.' })
  since!: string;

  @Field(() => Organisation)
  organisation!: Organisation;
}

export const AgeDeterminationStanding = codeList(
  'AgeDeterminationStanding',
  ['asserted', 'withdrawn', 'corrected', 'retracted'],
  'What has become of an age determination. None replaces another.',
);

claimName('AgeDetermination', 'An age determination');
@ObjectType({ description: 'What one agency determined. Determinations stand side by side.' })
export class AgeDetermination {
  @Field(() => ID)
  eventId!: string;

  @Field(() => EventType)
  type!: string;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => String)
  occurred!: string;

  @Field(() => String, { nullable: true })
  method!: string | null;

  @Field(() => String, { nullable: true })
  effect!: string | null;

  @Field(() => String, { nullable: true })
  dateOfBirth!: string | null;

  @Field(() => [ID], { description: 'The entries that it relies on, of those that you may see.' })
  reliesOn!: string[];

  @Field(() => AgeDeterminationStanding)
  standing!: string;
}

claimName('CaseSummary', 'The summary of a case');
@ObjectType({ description: 'A case as the entries that you may see tell it, and nothing else.' })
export class CaseSummary {
  @Field(() => ID)
  caseId!: string;

  @Field(() => [ID], { description: 'The cases whose entries stand in its timeline, this one included.' })
  cases!: string[];

  @Field(() => [OpenProcess])
  openProcesses!: OpenProcess[];

  @Field(() => [Organisation], { description: 'The agencies on the case, of those that you may know of.' })
  participants!: Organisation[];

  @Field(() => [AgeDetermination])
  ageDeterminations!: AgeDetermination[];

  @Field(() => Boolean)
  missingNow!: boolean;

  @Field(() => Int, { description: 'How many entries you may see.' })
  entries!: number;
}

claimName('CaseListing', 'A case in a list');
@ObjectType({ description: 'A case of your organisation on which you may see something.' })
export class CaseListing {
  @Field(() => ID)
  caseId!: string;

  @Field(() => String, { description: 'When it came to be visible to your organisation (UTC).' })
  visibleFrom!: string;

  @Field(() => Boolean, { description: 'Whether your organisation is on it now.' })
  onCase!: boolean;

  @Field(() => Boolean, { description: 'Whether your organisation leads it.' })
  responsible!: boolean;
}

export const CasesConnection = connectionOf(
  'Cases',
  CaseListing,
  'The cases on which you may see something.',
);
