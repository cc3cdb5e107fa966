import { CaseEventsService } from '#feed-client';

/** The service as the contract names it: `throughline.feed.v1.CaseEvents`. */
export const serviceName = CaseEventsService.subscribe.path.split('/')[1] ?? '';
