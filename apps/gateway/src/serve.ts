import type { Server } from 'node:http';

/**
 * Takes no more requests and answers those that were begun. A client that never finishes its own is cut off after the
 * time given, so that it cannot keep the rest from an orderly stop.
 */
export const closeInTime = async (
  gateway: { close(): Promise<void>; getHttpServer(): Server },
  milliseconds: number,
): Promise<void> => {
  const cutOff = setTimeout(() => gateway.getHttpServer().closeAllConnections(), milliseconds);
  try {
    await gateway.close();
  } finally {
    clearTimeout(cutOff);
  }
};
