import { Field, ID, ObjectType } from '@nestjs/graphql';
import { accessKinds } from '#read-models';
import { claimName, codeList, Part, Purpose } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';
import { Organisation } from '../schema/organisation.js';

export const AccessLogExtent = codeList(
  'AccessLogExtent',
  ['everything', 'own-organisation', 'who-read'],
  'How much of the access log you are given.',
);
export const AccessKind = codeList(
  'AccessKind',
  accessKinds,
  'READ: something was given. DENIED: it was not. EMERGENCY_ACCESS_OPENED and EMERGENCY_ACCESS_ENDED: from when until when somebody could read in an emergency. EMERGENCY_ACCESS_REVIEWED: that was judged.',
);
export const AccessOutcome = codeList('AccessOutcome', ['given', 'denied'], 'Whether something was given.');

claimName('DisclosedEvent', 'What was disclosed of an event');
@ObjectType()
export class DisclosedEvent {
  @Field(() => ID)
  eventId!: string;

  @Field(() => [Part], { description: 'The parts that were asked for and permitted.' })
  parts!: string[];
}

claimName('AccessRecord', 'A record of access');
@ObjectType({ description: 'That somebody read of the case. What is null is not for you.' })
export class AccessRecord {
  @Field(() => String, { description: 'When (UTC).' })
  at!: string;

  @Field(() => AccessKind)
  kind!: string;

  @Field(() => Organisation)
  organisation!: Organisation;

  @Field(() => ID)
  person!: string;

  @Field(() => String)
  role!: string;

  @Field(() => AccessOutcome)
  outcome!: string;

  @Field(() => String, { nullable: true, description: 'How an emergency access was judged, in a code.' })
  judgement!: string | null;

  @Field(() => Purpose, { nullable: true })
  purpose!: string | null;

  @Field(() => [DisclosedEvent], { nullable: true })
  events!: DisclosedEvent[] | null;

  @Field(() => [String], { nullable: true, description: 'The policies that decided, of your own reading.' })
  decidedBy!: string[] | null;

  @Field(() => String, { nullable: true })
  policyVersion!: string | null;

  @Field(() => ID, { nullable: true, description: 'One id for everything that one request caused.' })
  correlation!: string | null;
}

export const AccessLogConnection = connectionOf('AccessLog', AccessRecord, 'Who read of a case.');
Field(() => AccessLogExtent)(AccessLogConnection.prototype as object, 'extent');
