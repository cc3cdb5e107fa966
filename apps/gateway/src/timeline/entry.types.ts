import { Field, ID, InterfaceType, ObjectType } from '@nestjs/graphql';
import { declarations, type EventDeclaration } from '#casework';
import { withheldReasons } from '#sharing-policy';
import { Category, claimName, codeList, Grade, LawfulBasis, RelationKind } from '../schema/code-lists.js';
import { addField, namedClass, type TypeClass } from '../schema/derived-types.js';
import { Organisation } from '../schema/organisation.js';

/** Events of these streams stand in timelines; those of others have a place of their own. */
const streamsOfTimelines: ReadonlySet<string> = new Set(['case', 'link', 'review']);

export const entryDeclarations = declarations.filter(({ stream }) => streamsOfTimelines.has(stream));

export const EntryLevel = codeList(
  'EntryLevel',
  ['full', 'partial', 'stub'],
  'FULL: every part that it has. PARTIAL: some, and those withheld named. STUB: that there is something, and whom to ask.',
);
/** Types of events keep their own names, so that what `types` takes and what `__typename` says is the same word. */
export const EventType = codeList(
  'EventType',
  entryDeclarations.map(({ type }) => type),
  'The types of event that a timeline can hold.',
  (_list, types) => Object.fromEntries(types.map((type) => [type, type])),
);
export const WithheldReason = codeList('WithheldReason', withheldReasons, 'Why a part is not given.');
export const MarkKind = codeList(
  'MarkKind',
  ['corrected', 'withdrawn', 'retracted'],
  'What a later event did to this one. What was recorded stays readable.',
);

claimName('EntryRelation', 'A relation');
@ObjectType({ description: 'A relation to another entry that you may see.' })
export class EntryRelation {
  @Field(() => RelationKind)
  kind!: string;
  @Field(() => ID)
  eventId!: string;
}

claimName('EntryMark', 'A mark');
@ObjectType({ description: 'A mark that a later event put on an entry.' })
export class EntryMark {
  @Field(() => MarkKind)
  kind!: string;
  @Field(() => ID, { description: 'The later event.' })
  by!: string;
}

claimName('WithheldPart', 'A withheld part');
@ObjectType({ description: 'A part that the event has and that you are not given. Its fields are null.' })
export class WithheldPart {
  @Field(() => Category)
  category!: string;
  @Field(() => Grade)
  grade!: string;
  @Field(() => WithheldReason)
  reason!: string;
}

claimName('ContactPoint', 'A contact point');
@ObjectType({ description: 'Whom to ask about work of which only a stub is shown.' })
export class ContactPoint {
  @Field(() => Organisation)
  organisation!: Organisation;
  @Field(() => String)
  name!: string;
  @Field(() => String, { nullable: true, description: 'How to reach it.' })
  reach!: string | null;
}

claimName('TimelineEntry', 'An entry');
@InterfaceType({
  description:
    'An event of a timeline, as far as you may have it. Every type of event has its own type, with the details of the event beside these fields; what is not given is null.',
  resolveType: ({ type }: { readonly type: string | null }) => type ?? 'StubEntry',
})
export abstract class TimelineEntry {
  @Field(() => ID)
  eventId!: string;
  @Field(() => ID)
  caseId!: string;
  @Field(() => EntryLevel)
  level!: string;
  @Field(() => EventType, { nullable: true, description: 'Null for a stub.' })
  type!: string | null;
  @Field(() => String, { description: 'The kind of work, in a word or two of the field.' })
  kindOfWork!: string;
  @Field(() => String, { description: 'When it happened, in Extended Date/Time Format.' })
  occurred!: string;
  @Field(() => String, { nullable: true, description: 'When it was recorded (UTC). Null for a stub.' })
  recordedAt!: string | null;
  @Field(() => LawfulBasis, {
    nullable: true,
    description: 'On what basis a disclosure was made. Null for every other entry.',
  })
  lawfulBasis!: string | null;
  @Field(() => Organisation)
  recordedBy!: Organisation;
  @Field(() => [EntryRelation])
  relations!: EntryRelation[];
  @Field(() => [EntryMark])
  marks!: EntryMark[];
  @Field(() => [WithheldPart], {
    description: 'The parts that it has and that you are not given, with the reason.',
  })
  withheld!: WithheldPart[];
  @Field(() => String, { description: 'When it came to be visible to your organisation (UTC).' })
  visibleFrom!: string;
  @Field(() => String, { nullable: true, description: 'The version of the sharing policy that decided.' })
  policyVersion!: string | null;
}

/** The fields that every entry has; an event's own fields must have other names. */
export const fieldsOfEveryEntry: ReadonlySet<string> = new Set([
  'eventId',
  'caseId',
  'level',
  'type',
  'kindOfWork',
  'occurred',
  'recordedAt',
  'lawfulBasis',
  'recordedBy',
  'relations',
  'marks',
  'withheld',
  'visibleFrom',
  'policyVersion',
]);

claimName('StubEntry', 'A stub');
@ObjectType({
  implements: () => [TimelineEntry],
  description: 'That an agency did some work on that date, and whom to ask about it.',
})
export class StubEntry extends TimelineEntry {
  @Field(() => ContactPoint, { nullable: true })
  contactPoint!: ContactPoint | null;
}

/** The type of an event's entries: what every entry has, and the fields of the declaration, each of which may be null. */
export const entryTypeOf = (declaration: EventDeclaration): TypeClass => {
  const { type, means, fields } = declaration;
  claimName(type, `The event type ${type}`);
  const entryType = namedClass(type);
  Object.setPrototypeOf(entryType.prototype, TimelineEntry.prototype);
  Object.setPrototypeOf(entryType, TimelineEntry);
  ObjectType(type, { implements: () => [TimelineEntry], description: means })(entryType);
  for (const [name, field] of Object.entries(fields)) {
    if (fieldsOfEveryEntry.has(name)) {
      throw new Error(`${type}.${name} has the name of a field that every entry has: give it another.`);
    }
    const care = `${field.means} (${field.category}, ${field.grade})`;
    addField(entryType, name, field.kind.shape, { direction: 'output', means: care, nullable: true });
  }
  return entryType;
};

/** The types that stand behind the interface; no field names them, so the schema must be told of them. */
export const orphanedTypes = [StubEntry, ...entryDeclarations.map(entryTypeOf)];
