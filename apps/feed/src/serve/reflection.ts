import { readFileSync } from 'node:fs';
import { fromJson, toBinary, type JsonValue } from '@bufbuild/protobuf';
import { FileDescriptorProtoSchema, FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { Server } from '@grpc/grpc-js';
import { ReflectionService } from '@grpc/reflection';

/** Beside the contract, beside the sources and beside what is built of them. `npm run generate:client` writes it. */
const descriptors = new URL('../../../../proto/throughline/feed/v1/descriptors.json', import.meta.url);

/**
 * Tells the contract to whoever asks, as grpcurl does. The descriptors are those that the compiler made: the ones that
 * a contract read at run time has leave out what a file imports and write types by their short names, and clients
 * written in Go (grpcurl, buf) find no service in them.
 */
export const serveReflection = (server: Server): void => {
  const { file } = fromJson(
    FileDescriptorSetSchema,
    JSON.parse(readFileSync(descriptors, 'utf8')) as JsonValue,
  );
  const fileDescriptorProtos = file.map((one) => Buffer.from(toBinary(FileDescriptorProtoSchema, one)));
  // A definition of any kind brings the files of the contract; of nothing else in it does the service make use.
  const format = 'Protocol Buffer 3 EnumDescriptorProto';
  new ReflectionService({ contract: { format, type: {}, fileDescriptorProtos } }).addToServer(server);
};
