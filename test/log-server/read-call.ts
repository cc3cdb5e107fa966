import { once } from 'node:events';
import type { ServerWritableStream } from '@grpc/grpc-js';
import type { streams } from './protocol.js';

export type ReadCall = ServerWritableStream<
  InstanceType<typeof streams.ReadReq>,
  InstanceType<typeof streams.ReadResp>
>;
export type ReadOptions = InstanceType<typeof streams.ReadReq.Options>;

/** Waits while the client takes no more: it is the client that sets the pace. */
export const write = async (
  call: ReadCall,
  response: InstanceType<typeof streams.ReadResp>,
  left: AbortSignal,
): Promise<void> => {
  if (call.write(response) || left.aborted) return;
  await once(call, 'drain', { signal: left }).catch((error: unknown) => {
    if (!left.aborted) throw error;
  });
};
