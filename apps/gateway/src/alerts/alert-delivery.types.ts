import { createUnionType, Field, ID, ObjectType } from '@nestjs/graphql';
import type { AlertFeedItem } from '#read-models';
import { claimName, codeList } from '../schema/code-lists.js';
import type { OrganisationNames } from '../schema/organisation.js';
import { FeedCheckpoint } from '../subscriptions/case-events.types.js';
import { Alert } from './alert.types.js';
import { presentAlert } from './present-alert.js';

const AlertChange = codeList(
  'AlertChange',
  ['raised', 'escalated', 'acknowledged'],
  'RAISED: it is new to you. ESCALATED: it went to those above. ACKNOWLEDGED: somebody of your organisation took it up.',
);

const cursorMeans = 'Subscribe after it to go on behind this delivery.';
const idMeans = 'The same whenever and by whichever way this delivery is sent again.';

claimName('AlertChanged', 'A delivery');
@ObjectType({ description: 'An alert as it stands now: it replaces what you were sent of it before.' })
export class AlertChanged {
  @Field(() => ID, { description: idMeans })
  id!: string;
  @Field(() => String, { description: cursorMeans })
  cursor!: string;
  @Field(() => AlertChange)
  change!: string;
  @Field(() => Alert)
  alert!: Alert;
}

claimName('AlertOver', 'A delivery');
@ObjectType({ description: 'An alert is over, or not yours to know of any more: remove it.' })
export class AlertOver {
  @Field(() => ID, { description: idMeans })
  id!: string;
  @Field(() => String, { description: cursorMeans })
  cursor!: string;
  @Field(() => ID)
  alertId!: string;
  @Field(() => ID)
  caseId!: string;
}

const typesOfDeliveries = {
  raised: AlertChanged,
  escalated: AlertChanged,
  acknowledged: AlertChanged,
  ended: AlertOver,
  checkpoint: FeedCheckpoint,
} as const;

claimName('AlertDelivery', 'A delivery');
export const AlertDelivery = createUnionType({
  name: 'AlertDelivery',
  description: 'What a subscription to alerts is sent.',
  types: () => [AlertChanged, AlertOver, FeedCheckpoint] as const,
  resolveType: ({ kind }: { readonly kind: keyof typeof typesOfDeliveries }) => typesOfDeliveries[kind],
});

export const presentAlertDelivery = (directory: OrganisationNames) => (item: AlertFeedItem) =>
  item.kind === 'ended' ? item : { ...item, change: item.kind, alert: presentAlert(directory, item.alert) };
