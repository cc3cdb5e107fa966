import { StoreUnavailable } from '#event-store';
import { DatabaseAway, DatabaseUnusable } from '#platform';
import { ViewNotReady } from '#projections';
import { KeyProviderUnavailable } from '#sealing';

const ways = [StoreUnavailable, DatabaseAway, DatabaseUnusable, ViewNotReady, KeyProviderUnavailable];

/** Whether something that the product stands on is away: the same may be asked again, and nothing was half done. */
export const isAway = (problem: unknown): boolean => ways.some((way) => problem instanceof way);
