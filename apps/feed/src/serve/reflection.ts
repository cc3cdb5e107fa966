import { fileURLToPath } from 'node:url';
import type { Server } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';

/** Where the contract lies: beside the sources, and beside what is built of them. */
const contracts = fileURLToPath(new URL('../../../../proto', import.meta.url));

/** Tells the contract to whoever asks, as grpcurl does. */
export const serveReflection = (server: Server): void => {
  const contract = loadSync('throughline/feed/v1/case_events.proto', {
    includeDirs: [contracts],
    keepCase: true,
  });
  new ReflectionService(contract).addToServer(server);
};
