import { Field, ID, ObjectType } from '@nestjs/graphql';
import { claimName, codeList } from '../schema/code-lists.js';
import { EntryMark, EventType } from '../timeline/entry.types.js';
import { onRecord } from './of-the-record.js';

export const RelianceStanding = codeList(
  'RelianceStanding',
  ['asked-about', 'upstream', 'downstream', 'both'],
  'UPSTREAM: the decision rests on it. DOWNSTREAM: it rests on the decision. BOTH: part of a circle.',
);
export const RelianceKind = codeList(
  'RelianceKind',
  ['formal', 'recorded-later', 'by-word'],
  'How it is known: told by the event itself, recorded later, or relied on by word of mouth.',
);

claimName('RelianceNode', 'What a decision rests on, or what rests on it');
@ObjectType()
export class RelianceNode {
  @Field(() => ID)
  id!: string;
  @Field(() => ID, { nullable: true, description: 'Null for what was said and not recorded.' })
  eventId!: string | null;
  @Field(() => EventType, { nullable: true })
  type!: string | null;
  @Field(() => String, { nullable: true })
  kindOfWork!: string | null;
  @Field(() => Boolean)
  isDecision!: boolean;
  @Field(() => ID, { nullable: true })
  organisation!: string | null;
  @Field(() => String)
  organisationName!: string;
  @Field(() => String, { nullable: true })
  occurred!: string | null;
  @Field(() => String, { nullable: true })
  recordedAt!: string | null;
  @Field(() => [EntryMark])
  marks!: EntryMark[];
  @Field(() => String, { nullable: true })
  said!: string | null;
  @Field(() => RelianceStanding)
  stands!: string;
}

claimName('RelianceEdge', 'That one rests on the other');
@ObjectType()
export class RelianceEdge {
  @Field(() => ID, { description: 'It rests on the other.' })
  from!: string;
  @Field(() => ID)
  to!: string;
  @Field(() => RelianceKind)
  kind!: string;
  @Field(() => ID, { description: 'The event that tells of it.' })
  toldBy!: string;
  @Field(() => String, { nullable: true })
  strength!: string | null;
  @Field(() => Boolean, { description: 'Part of a circle.' })
  circular!: boolean;
  @Field(() => Boolean, { description: 'What it rests on was withdrawn, retracted or corrected.' })
  groundTaken!: boolean;
}

claimName('ReviewReliance', 'The reliance graph of a decision');
@ObjectType({ description: 'What a decision rests on and what rests on it, over any length.' })
export class ReviewReliance {
  @Field(() => ID)
  decision!: string;
  @Field(() => [RelianceNode])
  nodes!: RelianceNode[];
  @Field(() => [RelianceEdge])
  edges!: RelianceEdge[];
  @Field(() => [[ID]], { description: 'Events that rest on one another.' })
  circles!: string[][];
}
onRecord(ReviewReliance);
