import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { stringify } from 'yaml';
import { channelOf, operationOf } from './channel.js';
import { eventMessages } from './event-messages.js';
import { graphqlDeliveries } from './graphql-deliveries.js';
import { grpcDeliveries } from './grpc-deliveries.js';
import { webhookDelivery } from './webhook-delivery.js';

const heading = `# What Throughline delivers, derived from the event declarations, the GraphQL schema and the protocol buffers.
# Written by \`npm run contracts\`; \`npm run contracts:check\` holds it to them.
`;

const securitySchemes = {
  accessToken: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description:
      'The token of a person or of software, from the issuer of its organisation. The purpose for which is asked goes with it as x-purpose. Over a WebSocket both stand in the payload of connection_init.',
  },
  clientCertificate: {
    type: 'X509',
    description: 'Where the operator asks for it: TLS with a certificate of the client, besides the token.',
  },
  webhookSignature: {
    type: 'symmetricEncryption',
    description: 'No secret is sent: the receiver verifies the signature with the secret of its webhook.',
  },
};

/** The AsyncAPI 3.0 document: a channel for each way of delivery, a message for each form that it delivers. */
export const asyncapiDocument = (sdl: string, protoImage: string) => {
  const events = Object.keys(eventMessages);
  const deliveries = [
    ...graphqlDeliveries(sdl),
    ...grpcDeliveries(protoImage, events),
    webhookDelivery(events),
  ];
  const { version } = JSON.parse(readFileSync(resolve('package.json'), 'utf8')) as {
    readonly version: string;
  };
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Throughline: what an agency is sent of its cases',
      version,
      description:
        "Each subscriber is sent its agency's own view, narrowed to its role, its relationship to the case and its purpose: in order for each case, at least once. Every delivery has an id that is the same whenever it is sent again, and is recorded as a disclosure before it is sent.",
    },
    defaultContentType: 'application/json',
    servers: {
      graphql: {
        host: 'throughline.example',
        protocol: 'wss',
        description: 'The gateway of the installation.',
      },
      grpc: {
        host: 'throughline.example:4100',
        protocol: 'grpc',
        description: 'The feed of the installation, over TLS.',
      },
    },
    channels: Object.assign({}, ...deliveries.map(channelOf)) as Record<string, unknown>,
    operations: Object.assign({}, ...deliveries.map(operationOf)) as Record<string, unknown>,
    components: {
      messages: Object.assign({}, ...deliveries.map(({ messages }) => messages), eventMessages) as Record<
        string,
        unknown
      >,
      securitySchemes,
    },
  };
};

/** The document as it is published: the text of docs/asyncapi.yaml. */
export const asyncapiText = (sdl: string, protoImage: string): string =>
  heading + stringify(asyncapiDocument(sdl, protoImage), { aliasDuplicateObjects: false, lineWidth: 0 });
