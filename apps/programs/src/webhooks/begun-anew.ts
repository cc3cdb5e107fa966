import type { Instant } from '#kernel';
import { typeOfBeginningAnew, type Delivered } from './cloud-event.js';

/** The kind of the delivery that says so. */
export const begunAnew = 'begun-anew';

/**
 * Says that everything is sent anew which is visible: the place up to which it was sent is outdated, so nobody can say any
 * more what has ended since. It comes before everything that is sent anew, and names no case.
 */
export const begunAnewDelivered = (id: string, webhookId: string, time: Instant): Delivered => ({
  ...{ id, type: typeOfBeginningAnew, caseId: null, time },
  data: { webhookId, kind: begunAnew },
});
