import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { DecisionHistoryExported } from '#casework';
import { claimName, codeList } from '../schema/code-lists.js';
import { addField } from '../schema/derived-types.js';
import type { ExportFormat } from './export-options.js';

export const ExportIdentities = codeList(
  'ExportIdentities',
  ['personalised', 'anonymised'],
  'ANONYMISED: people, agencies and what the record holds as names are replaced by codes that stay the same.',
);
export const ExportDates = codeList(
  'ExportDates',
  ['kept', 'shifted'],
  'SHIFTED: every date goes back by the same number of years in all exports of a review.',
);

claimName('ExportChronologyInput', 'What exports a chronology');
@InputType()
export class ExportChronologyInput {
  @Field(() => String, {
    description: 'Your own key for this act, 8 to 200 visible characters. Sent again, it is recorded once.',
  })
  key!: string;

  @Field(() => ID)
  reviewId!: string;

  format!: ExportFormat;

  @Field(() => ExportIdentities, { defaultValue: 'personalised' })
  identities!: 'personalised' | 'anonymised';

  @Field(() => ExportDates, { defaultValue: 'kept' })
  dates!: 'kept' | 'shifted';

  @Field(() => Boolean, {
    defaultValue: true,
    description: "Whether the reviewers' findings stand beside the events that they are about.",
  })
  comments!: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The position of an earlier answer or export: the same export is made again.',
  })
  at?: string | null;
}
{
  const { kind, means } = DecisionHistoryExported.fields.format;
  addField(ExportChronologyInput, 'format', kind.shape, { direction: 'input', means, nullable: false });
}

claimName('ChronologyExported', 'A chronology that was exported');
@ObjectType({
  description: 'An export that is on record. It can be fetched for as long as the review is open.',
})
export class ChronologyExported {
  @Field(() => ID)
  exportId!: string;

  @Field(() => String, {
    description: 'Where to fetch it with the same token and purpose: GET on this path of the service.',
  })
  path!: string;

  @Field(() => String, {
    description:
      'SHA-256 of the canonical JSON, in hexadecimal. It stands on every page of the other formats.',
  })
  digest!: string;

  @Field(() => Int)
  rows!: number;

  @Field(() => String, { description: 'For `at`: the same export can be made again and compared.' })
  position!: string;

  @Field(() => String)
  policyVersion!: string;
}
