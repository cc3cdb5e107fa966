import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import {
  webhookContents,
  webhookPauses,
  webhookStarts,
  type WebhookContent,
  type WebhookStart,
} from '#casework';
import { EventType } from '../timeline/entry.types.js';
import { claimName, codeList } from '../schema/code-lists.js';

const key =
  'Your own key for this act, 8 to 200 visible characters. Sent again with the same key and input, it is recorded once and answered the same, but for the secret.';

export const WebhookContentCode = codeList(
  'WebhookContent',
  webhookContents,
  'THIN: that there is something, and where. FULL: the entry itself, where that is agreed.',
);
export const WebhookStartCode = codeList(
  'WebhookStart',
  webhookStarts,
  'Where deliveries begin: with what is visible already, or with what comes.',
);
export const WebhookPauseCode = codeList(
  'WebhookPause',
  webhookPauses,
  'Why nothing is delivered for a time.',
);

const casesMeans = 'Only these cases; left out: every case of your organisation.';
const typesMeans = 'Only entries of these types; left out: all. A stub has none and is left out.';

claimName('RegisterWebhookInput', 'What registers a webhook');
@InputType()
export class RegisterWebhookInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => String, { description: 'Where it is delivered to: https, a name, no port, no password.' })
  url!: string;

  @Field(() => [ID], { nullable: true, description: casesMeans })
  cases?: string[] | null;

  @Field(() => [EventType], { nullable: true, description: typesMeans })
  types?: string[] | null;

  @Field(() => WebhookContentCode, { defaultValue: 'thin' })
  content!: WebhookContent;

  @Field(() => WebhookStartCode, { defaultValue: 'now' })
  startsWith!: WebhookStart;
}

claimName('ChangeWebhookInput', 'What changes a webhook');
@InputType({ description: 'What is left out stays as it is; null for cases and types is all.' })
export class ChangeWebhookInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  webhookId!: string;

  @Field(() => String, { nullable: true })
  url?: string | null;

  @Field(() => [ID], { nullable: true, description: casesMeans })
  cases?: string[] | null;

  @Field(() => [EventType], { nullable: true, description: typesMeans })
  types?: string[] | null;

  @Field(() => WebhookContentCode, { nullable: true })
  content?: WebhookContent | null;
}

claimName('WebhookInput', 'A webhook that somebody acts on');
@InputType()
export class WebhookInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  webhookId!: string;
}

claimName('ReplayDeadLettersInput', 'What asks for deliveries again');
@InputType()
export class ReplayDeadLettersInput {
  @Field(() => String, { description: key })
  key!: string;

  @Field(() => ID)
  webhookId!: string;

  @Field(() => [ID], { description: 'The ids of the deliveries, 1 to 100.' })
  ids!: string[];
}

claimName('WebhookRecorded', 'What was recorded of a webhook');
@ObjectType({ description: 'Recorded, durably.' })
export class WebhookRecorded {
  @Field(() => ID)
  webhookId!: string;

  @Field(() => ID)
  eventId!: string;

  @Field(() => String)
  recordedAt!: string;

  @Field(() => Boolean, { description: 'The same act had been recorded before, by the same key.' })
  repeated!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'What deliveries are signed with, where this act made it. It is told once: keep it, or rotate it to have another.',
  })
  secret!: string | null;
}

claimName('Webhook', 'A webhook');
@ObjectType({ description: 'Deliveries to a receiver of your organisation.' })
export class Webhook {
  @Field(() => ID)
  webhookId!: string;

  @Field(() => String)
  url!: string;

  @Field(() => [ID], { nullable: true, description: casesMeans })
  cases!: readonly string[] | null;

  @Field(() => [EventType], { nullable: true, description: typesMeans })
  types!: readonly string[] | null;

  @Field(() => WebhookContentCode, { description: 'What was asked for.' })
  content!: string;

  @Field(() => String)
  registeredAt!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Since when the feed is followed for it; null: not yet.',
  })
  beganAt!: string | null;

  @Field(() => WebhookPauseCode, { nullable: true, description: 'Null where it is not paused.' })
  pausedBecause!: string | null;

  @Field(() => String, { nullable: true })
  pausedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Since when the receiver has taken nothing; null: it does.',
  })
  failingSince!: string | null;

  @Field(() => Int, { description: 'Deliveries that wait for their turn or their next attempt.' })
  waiting!: number;

  @Field(() => Int, { description: 'Deliveries that were given up and can be asked for again.' })
  deadLetters!: number;
}

claimName('DeadLetter', 'A delivery that was given up');
@ObjectType({ description: 'A delivery that was given up: what it was of, never what it held.' })
export class DeadLetter {
  @Field(() => ID, { description: 'The id of the delivery.' })
  id!: string;

  @Field(() => String, {
    description: 'entry or ended; of an alert raised, escalated, acknowledged or ended.',
  })
  kind!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => ID, { description: 'The event, or the alert.' })
  subjectId!: string;

  @Field(() => Int)
  attempts!: number;

  @Field(() => Int, {
    nullable: true,
    description: 'What the receiver answered last; null where it did not.',
  })
  status!: number | null;

  @Field(() => String)
  takenAt!: string;

  @Field(() => String)
  diedAt!: string;
}
