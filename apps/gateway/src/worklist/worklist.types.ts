import { Field, ID, ObjectType } from '@nestjs/graphql';
import { declarationOf } from '#casework';
import { worklistKinds } from '#read-models';
import { claimName, codeList, type CodeList } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';
import { Organisation } from '../schema/organisation.js';

export const WorklistKind = codeList(
  'WorklistKind',
  worklistKinds,
  'EMERGENCY_ACCESS_TO_REVIEW: judge it. EMERGENCY_ACCESS_TO_KNOW_OF: to a child that you answer for, or of somebody whom you supervise. INFORMATION_REQUESTED: answer it. DEADLINE: act by then.',
);

/** The list of codes of a field of an event, as the catalogue declares it. */
const codesOf = (type: string, field: string, means: string): CodeList => {
  const shape = declarationOf(type)?.fields[field]?.kind.shape;
  if (shape?.is !== 'code') throw new Error(`${type}.${field} is no code.`);
  return codeList(shape.list, shape.values, means);
};

export const Duty = codesOf('DeadlineSet', 'duty', 'A duty that has a clock.');
export const BreakGlassGround = codesOf('BreakGlassOpened', 'ground', 'An emergency.');

claimName('WorklistItem', 'Something to do');
@ObjectType({ description: 'Something that your organisation has to do, of what you may know of.' })
export class WorklistItem {
  @Field(() => WorklistKind)
  kind!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => ID, {
    nullable: true,
    description: 'The entry that it is about. Null for an emergency access.',
  })
  eventId!: string | null;

  @Field(() => ID, { nullable: true, description: 'The emergency access that it is about.' })
  grantId!: string | null;

  @Field(() => Organisation, {
    description: 'Which asked; whose person has the emergency access; which has to act by the deadline.',
  })
  organisation!: Organisation;

  @Field(() => ID, { nullable: true, description: 'Who has the emergency access.' })
  person!: string | null;

  @Field(() => String, { description: 'Since when it waits (UTC).' })
  since!: string;

  @Field(() => String, { nullable: true, description: 'When it is due (UTC).' })
  due!: string | null;

  @Field(() => Boolean)
  overdue!: boolean;

  @Field(() => Duty, { nullable: true, description: 'The duty of a deadline.' })
  duty!: string | null;
}

export const WorklistConnection = connectionOf(
  'Worklist',
  WorklistItem,
  'What is overdue first, then by when it is due. Requests stand by when they were asked.',
);

claimName('EmergencyAccess', 'An emergency access');
@ObjectType({ description: 'That a person got into a case in an emergency, for some hours.' })
export class EmergencyAccess {
  @Field(() => ID)
  grantId!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => ID)
  person!: string;

  @Field(() => String, { description: 'When it was opened (UTC).' })
  openedAt!: string;

  @Field(() => String, { description: 'When it ends by itself (UTC).' })
  until!: string;

  @Field(() => String, { nullable: true, description: 'When it ended (UTC). Null while it is open.' })
  endedAt!: string | null;

  @Field(() => String, { description: 'When somebody of another team has to have judged it (UTC).' })
  reviewDue!: string;

  @Field(() => String, { nullable: true, description: 'When it was judged (UTC).' })
  reviewedAt!: string | null;

  @Field(() => BreakGlassGround, { nullable: true })
  ground!: string | null;

  @Field(() => String, { nullable: true, description: 'Why it could not wait.' })
  justification!: string | null;
}

export const EmergencyAccessesConnection = connectionOf(
  'EmergencyAccesses',
  EmergencyAccess,
  'Emergency access, in the order in which it was opened.',
);

claimName('BoardReview', 'A review of a board');
@ObjectType({ description: 'A review of your board. What it is about is asked of the review itself.' })
export class BoardReview {
  @Field(() => ID)
  reviewId!: string;

  @Field(() => [ID])
  reviewers!: string[];

  @Field(() => [ID], { description: 'The cases in scope.' })
  cases!: string[];

  @Field(() => String, { description: 'The beginning of the time in scope, in Extended Date/Time Format.' })
  from!: string;

  @Field(() => String, { description: 'Its end.' })
  until!: string;

  @Field(() => String, { description: 'When it was opened (UTC).' })
  openedAt!: string;

  @Field(() => String, { nullable: true, description: 'When it was closed (UTC). Null while it is open.' })
  closedAt!: string | null;

  @Field(() => ID, { description: 'The entry that opened it.' })
  eventId!: string;
}

export const ReviewsConnection = connectionOf(
  'Reviews',
  BoardReview,
  'The reviews of your board, in the order in which they were opened.',
);
