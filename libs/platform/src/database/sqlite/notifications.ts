import type { Notifications } from '../database.js';
import { seePlainName } from '../plain-name.js';

/** Notifications within the process: nobody else can have the file open. */
export interface NotificationsOfAFile {
  readonly notifications: Notifications;
  /** The transaction under way, of which there is one at a time, was committed. */
  readonly committed: () => void;
  /** It was undone. */
  readonly undone: () => void;
}

export const notificationsOfAFile = (): NotificationsOfAFile => {
  const listeners = new Map<string, Set<(payload: string) => void>>();
  const waiting = new Map<string, Set<string>>();
  return {
    notifications: {
      tell: (_transaction, channel, payload) => {
        const payloads = waiting.get(channel) ?? new Set();
        waiting.set(channel, payloads.add(payload));
        return Promise.resolve();
      },
      listen: (channel, heard) => {
        const name = seePlainName(channel);
        const hearing = listeners.get(name) ?? new Set();
        listeners.set(name, hearing);
        // Twice the same function is two listeners.
        const mine = (payload: string) => heard(payload);
        hearing.add(mine);
        return Promise.resolve(() => {
          hearing.delete(mine);
          return Promise.resolve();
        });
      },
    },
    committed: () => {
      const told = [...waiting];
      waiting.clear();
      for (const [channel, payloads] of told) {
        for (const heard of listeners.get(channel) ?? []) {
          for (const payload of payloads) queueMicrotask(() => heard(payload));
        }
      }
    },
    undone: () => waiting.clear(),
  };
};
