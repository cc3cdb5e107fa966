import { ArgsType, Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { alertKinds, alertLevels } from '#casework';
import { longestPage } from '#read-models';
import { ContactPoint } from '../timeline/entry.types.js';
import { claimName, codeList } from '../schema/code-lists.js';
import { connectionOf } from '../schema/connections.js';

export const AlertKind = codeList(
  'AlertKind',
  alertKinds,
  'MISSING_CHILD: look. REMOVAL_HOLD_PLACED, REMOVAL_HOLD_LIFTED: know of it. EMERGENCY_ACCESS: know of it. OVERDUE_EMERGENCY_REVIEW: judge it. OVERDUE_REVIEW: hold it.',
);
export const AlertLevel = codeList(
  'AlertLevel',
  alertLevels,
  'FIRST: who works with the child, or has the duty. SUPERVISORS: who supervises them. SERVICE: who answers for the service.',
);

claimName('Alert', 'An alert');
@ObjectType({
  description:
    'Something about a child that cannot wait. It tells the least; what more you may know, the entry tells.',
})
export class Alert {
  @Field(() => ID)
  alertId!: string;

  @Field(() => AlertKind)
  kind!: string;

  @Field(() => ID)
  caseId!: string;

  @Field(() => ID, { description: 'What it is about. An emergency access is an entry of no timeline.' })
  eventId!: string;

  @Field(() => String, { description: 'When your organisation was alerted (UTC).' })
  raisedAt!: string;

  @Field(() => AlertLevel, { description: 'Whom it is for now, since nobody before them acknowledged it.' })
  level!: string;

  @Field(() => String, { description: 'Since when it is for them (UTC).' })
  levelSince!: string;

  @Field(() => Boolean, { description: 'Whether it is for you, by name or by your role.' })
  forYou!: boolean;

  @Field(() => Boolean, { description: 'Whether it still tells of something.' })
  open!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'When somebody of your organisation took it up (UTC).',
  })
  acknowledgedAt!: string | null;

  @Field(() => ID, { nullable: true })
  acknowledgedBy!: string | null;

  @Field(() => ContactPoint, {
    nullable: true,
    description: 'Whom to ask: who recorded what it is about. Null where no organisation did.',
  })
  contactPoint!: ContactPoint | null;
}

export const AlertsConnection = connectionOf(
  'Alerts',
  Alert,
  'The alerts of your organisation, the last raised first.',
);

@ArgsType()
export class AlertsArguments {
  @Field(() => Boolean, {
    nullable: true,
    description: 'Only those that still tell of something, or only the others; all, unless told.',
  })
  open?: boolean | null;

  @Field(() => Int, { defaultValue: 25, description: `1 to ${longestPage}.` })
  first!: number;

  @Field(() => String, { nullable: true, description: 'A cursor of an earlier page.' })
  after?: string | null;
}

claimName('AcknowledgeAlertInput', 'What acknowledges an alert');
@InputType()
export class AcknowledgeAlertInput {
  @Field(() => String, {
    description:
      'Your own key for this act, 8 to 200 visible characters. Sent again with the same key and input, it is recorded once and answered the same.',
  })
  key!: string;

  @Field(() => ID)
  alertId!: string;

  @Field(() => String, { nullable: true, description: 'What you do about it.' })
  note?: string | null;
}

claimName('AlertAcknowledgement', 'That an alert was acknowledged');
@ObjectType({ description: 'That you took an alert up for your organisation.' })
export class AlertAcknowledgement {
  @Field(() => ID)
  alertId!: string;

  @Field(() => String, { description: 'When it was recorded (UTC).' })
  recordedAt!: string;

  @Field(() => Boolean, { description: 'Whether the same act with the same key was recorded before.' })
  repeated!: boolean;
}
