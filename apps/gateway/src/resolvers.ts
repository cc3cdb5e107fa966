import type { Type } from '@nestjs/common';
import { AccessLogResolver } from './access-log/access-log.resolver.js';
import { AlertsRaisedResolver } from './alerts/alerts-raised.resolver.js';
import { AlertsResolver } from './alerts/alerts.resolver.js';
import { ActionsResolver } from './actions/actions.resolver.js';
import { CasesResolver } from './cases/cases.resolver.js';
import { ExportsResolver } from './exports/exports.resolver.js';
import { OversightResolver } from './oversight/oversight.resolver.js';
import { PicturesResolver } from './pictures/pictures.resolver.js';
import { ReviewsResolver } from './reviews/reviews.resolver.js';
import { CaseEventsResolver } from './subscriptions/case-events.resolver.js';
import { TimelineResolver } from './timeline/timeline.resolver.js';
import { WorklistResolver } from './worklist/worklist.resolver.js';
import { MeResolver } from './who-am-i/me.resolver.js';
import { WebhooksResolver } from './webhooks/webhooks.resolver.js';

/** The resolvers of every business area. */
export const resolvers: readonly Type[] = [
  MeResolver,
  CasesResolver,
  TimelineResolver,
  CaseEventsResolver,
  AccessLogResolver,
  WorklistResolver,
  AlertsResolver,
  AlertsRaisedResolver,
  ActionsResolver,
  WebhooksResolver,
  OversightResolver,
  ReviewsResolver,
  PicturesResolver,
  ExportsResolver,
];
