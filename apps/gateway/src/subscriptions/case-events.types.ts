import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { OrganisationId } from '#kernel';
import type { FeedItem } from '#read-models';
import type { GatewayPorts } from '../ports.js';
import { claimName, codeList } from '../schema/code-lists.js';
import { TimelineEntry } from '../timeline/entry.types.js';
import { presentEntry } from '../timeline/present-entry.js';
import type { Checkpoint } from './deliveries.js';

export const FeedStart = codeList(
  'FeedStart',
  ['beginning', 'now'],
  'BEGINNING: first everything that is visible now, then what comes. NOW: only what comes from now on.',
);

const cursorMeans = 'Subscribe after it to go on behind this delivery.';
const idMeans = 'The same whenever and by whichever way this delivery is sent again.';

claimName('CaseEntryPublished', 'A delivery');
@ObjectType({
  description:
    'An entry that is new, or has changed for you: it replaces what you were sent of the same event.',
})
export class CaseEntryPublished {
  @Field(() => ID, { description: idMeans })
  id!: string;
  @Field(() => String, { description: cursorMeans })
  cursor!: string;
  @Field(() => TimelineEntry)
  entry!: TimelineEntry;
}

claimName('CaseEntryEnded', 'A delivery');
@ObjectType({ description: 'An entry that you could have had is not visible to you any more: remove it.' })
export class CaseEntryEnded {
  @Field(() => ID, { description: idMeans })
  id!: string;
  @Field(() => String, { description: cursorMeans })
  cursor!: string;
  @Field(() => ID)
  caseId!: string;
  @Field(() => ID)
  eventId!: string;
}

claimName('FeedCheckpoint', 'A delivery');
@ObjectType({
  description: 'Sent when you have everything that was there, and from time to time while nothing happens.',
})
export class FeedCheckpoint {
  @Field(() => String, { description: cursorMeans })
  cursor!: string;
  @Field(() => Boolean, { description: 'Whether you have been sent everything that there was.' })
  caughtUp!: boolean;
}

claimName('CaseDelivery', 'A delivery');
export const CaseDelivery = createUnionType({
  name: 'CaseDelivery',
  description: 'What a subscription to case events is sent.',
  types: () => [CaseEntryPublished, CaseEntryEnded, FeedCheckpoint] as const,
  resolveType: ({ kind }: { readonly kind: keyof typeof typesOfDeliveries }) => typesOfDeliveries[kind],
});

const typesOfDeliveries = {
  entry: CaseEntryPublished,
  ended: CaseEntryEnded,
  checkpoint: FeedCheckpoint,
} as const;

export const presentDelivery =
  (ports: Pick<GatewayPorts, 'directory' | 'tokens'>, organisation: OrganisationId) => (item: FeedItem) =>
    item.kind === 'entry' ? { ...item, entry: presentEntry(ports, organisation)(item.entry) } : item;

export const presentCheckpoint = (checkpoint: Checkpoint) => ({ kind: 'checkpoint' as const, ...checkpoint });
