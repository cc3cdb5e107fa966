import type { Json } from '#kernel';
import type { Delivery } from './channel.js';

interface Field {
  readonly name: string;
  readonly typeName?: string;
  readonly oneofIndex?: number;
}
interface Message {
  readonly name: string;
  readonly field?: readonly Field[];
}
interface File {
  readonly name: string;
  readonly package: string;
  readonly messageType?: readonly Message[];
  readonly service?: readonly {
    readonly name: string;
    readonly method: readonly {
      readonly name: string;
      readonly outputType: string;
      readonly serverStreaming?: boolean;
    }[];
  }[];
}

const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const messageOf = (file: File, oneof: string, { name, typeName = '' }: Field): readonly [string, Json] => [
  `grpc.${lastOf(typeName)}`,
  {
    title: lastOf(typeName),
    summary: `${oneof}.${name}`,
    contentType: 'application/grpc+proto',
    payload: {
      schemaFormat: 'application/vnd.google.protobuf;version=3',
      schema: { $ref: `../proto/${file.name}` },
    },
    'x-protobuf-message': typeName.slice(1),
  },
];

/** A delivery for each method of the protocol buffers that streams to the client. */
export const grpcDeliveries = (image: string, events: readonly string[]): readonly Delivery[] =>
  (JSON.parse(image) as { readonly file: readonly File[] }).file.flatMap((file) =>
    (file.service ?? []).flatMap((service) =>
      service.method
        .filter(({ serverStreaming }) => serverStreaming === true)
        .map(({ name, outputType }) => {
          const output = file.messageType?.find(
            (message) => `.${file.package}.${message.name}` === outputType,
          );
          if (output === undefined) throw new Error(`${outputType} must stand in ${file.name}.`);
          const forms = (output.field ?? []).filter(({ typeName }) => typeName !== undefined);
          return {
            name: `grpc.${service.name}.${name}`,
            address: `/${file.package}.${service.name}/${name}`,
            server: 'grpc',
            summary: `What ${service.name}.${name} streams.`,
            description: `proto/${file.name} says what is asked and answered. The messages named for a type of event and its version are the JSON texts that an entry carries as its details.`,
            messages: Object.fromEntries(forms.map((field) => messageOf(file, output.name, field))),
            // Only what holds entries carries their details.
            carries: forms.some(({ typeName }) => typeName?.endsWith('.EntryPublished')) ? events : [],
            security: ['accessToken', 'clientCertificate'],
            bindings: null,
          } satisfies Delivery;
        }),
    ),
  );
