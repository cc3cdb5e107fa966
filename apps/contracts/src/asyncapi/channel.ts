import type { Json } from '#kernel';

export type Named = Readonly<Record<string, Json>>;

/** A way of delivery: a channel of its own, with the one operation on it. */
export interface Delivery {
  /** The name of the channel and of its operation. */
  readonly name: string;
  readonly address: string | null;
  readonly server: 'graphql' | 'grpc' | null;
  readonly summary: string;
  readonly description: string;
  /** The messages by name, as components. */
  readonly messages: Named;
  /** Names of messages that stand among the components already and are carried inside these. */
  readonly carries: readonly string[];
  readonly security: readonly string[];
  readonly bindings: Json | null;
}

export const channelOf = ({
  name,
  address,
  server,
  summary,
  description,
  messages,
  carries,
  bindings,
}: Delivery) => ({
  [name]: {
    address,
    summary,
    description,
    ...(server === null ? {} : { servers: [{ $ref: `#/servers/${server}` }] }),
    messages: Object.fromEntries(
      [...Object.keys(messages), ...carries].map((message) => [
        message,
        { $ref: `#/components/messages/${message}` },
      ]),
    ),
    ...(bindings === null ? {} : { bindings }),
  },
});

export const operationOf = ({ name, summary, messages, carries, security }: Delivery) => ({
  [name]: {
    action: 'send',
    summary,
    channel: { $ref: `#/channels/${name}` },
    messages: [...Object.keys(messages), ...carries].map((message) => ({
      $ref: `#/channels/${name}/messages/${message}`,
    })),
    security: security.map((scheme) => ({ $ref: `#/components/securitySchemes/${scheme}` })),
  },
});
