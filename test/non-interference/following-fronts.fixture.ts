import type { Purpose } from '#casework';
import { setTimeout as after } from 'node:timers/promises';
import type { Had } from './stories.fixture.js';

/** What arrives at a subscriber. */
export type Delivery =
  | { readonly kind: 'entry'; readonly eventId: string; readonly had: Had }
  | { readonly kind: 'ended'; readonly eventId: string }
  /** That all was sent, or that there was nothing for a while. */
  | { readonly kind: 'mark'; readonly caughtUp: boolean };

export interface Following {
  readonly person: string;
  readonly purpose: Purpose;
  /** Null: all cases of the organisation. */
  readonly cases: readonly string[] | null;
  readonly start: 'beginning' | 'now';
}

/** A subscription as its subscriber has it. */
export interface Followed<Sent = Delivery> {
  readonly deliveries: readonly Sent[];
  /** Every byte that arrived so far, and how it ended, as text. */
  readonly texts: readonly string[];
  /** How it ended, all that was told of it; null while it goes on. */
  readonly end: () => string | null;
  /** Waits until everything that there was has been sent, or until it has ended. */
  readonly caughtUp: () => Promise<void>;
  /** Waits until all is sent that the views have now, or until it has ended. */
  readonly settled: () => Promise<void>;
  readonly stop: () => void;
}

/** A way by which one subscribes. */
export interface Front {
  readonly name: string;
  readonly follow: (following: Following) => Promise<Followed>;
}

const patience = 60_000;

/** Keeps what arrives. */
export const arriving = <Sent extends { readonly kind: string; readonly caughtUp?: boolean } = Delivery>(
  stop: () => void,
) => {
  const deliveries: Sent[] = [];
  const texts: string[] = [];
  let end: string | null = null;
  const until = async (isSo: () => boolean) => {
    const deadline = Date.now() + patience;
    while (end === null && !isSo()) {
      if (Date.now() > deadline) throw new Error(`After ${deliveries.length} deliveries nothing came.`);
      await after(5);
    }
  };
  const marks = () => deliveries.filter(({ kind }) => kind === 'mark').length;
  const followed: Followed<Sent> = {
    ...{ deliveries, texts, stop },
    end: () => end,
    caughtUp: () => until(() => deliveries.some(({ caughtUp }) => caughtUp === true)),
    settled: () => {
      // What the first mark tells may have been read before.
      const before = marks();
      return until(() => marks() >= before + 2);
    },
  };
  return {
    followed,
    bytes: (text: string) => void texts.push(text),
    took: (delivery: Sent) => void deliveries.push(delivery),
    ended: (how: string) => {
      texts.push(how);
      end ??= how;
    },
  };
};

/** What a subscriber has who does what the deliveries say. */
export const kept = (deliveries: readonly Delivery[]): ReadonlyMap<string, Had> => {
  const has = new Map<string, Had>();
  for (const delivery of deliveries) {
    if (delivery.kind === 'entry') has.set(delivery.eventId, delivery.had);
    if (delivery.kind === 'ended') has.delete(delivery.eventId);
  }
  return has;
};
