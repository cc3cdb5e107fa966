import type { MostAtOnce } from './subscriptions/places.js';

/** What may be open at once, and how long it may be silent. */
export interface SubscriptionSettings {
  readonly sockets: MostAtOnce;
  readonly subscriptions: MostAtOnce;
  /** Sockets that have not said yet whose they are, of everybody together. */
  readonly socketsWaiting: number;
  /** How long a socket may take to say whose it is. */
  readonly initMilliseconds: number;
  /** How long a subscription is silent before it is sent a checkpoint. */
  readonly heartbeatMilliseconds: number;
  /** How often a socket is asked whether somebody is there, and after how long without a sign it is cut off. */
  readonly pingMilliseconds: number;
  readonly unresponsiveMilliseconds: number;
}

/** How much one request, and one caller, may ask for. */
export interface GatewaySettings {
  /** Whether the schema may be asked for; false in production. */
  readonly introspection: boolean;
  /** Whether the product is reached over TLS only, and browsers are to be told so. */
  readonly production: boolean;
  /** How long `atLeast`, and an act that narrows, waits for the views. */
  readonly waitMilliseconds: number;
  readonly requestsPerMinute: { readonly subject: number; readonly organisation: number };
  readonly subscriptions: SubscriptionSettings;
}

export const developmentSettings: GatewaySettings = {
  introspection: true,
  production: false,
  waitMilliseconds: 5_000,
  requestsPerMinute: { subject: 1_200, organisation: 12_000 },
  subscriptions: {
    sockets: { subject: 20, organisation: 2_000 },
    subscriptions: { subject: 100, organisation: 5_000 },
    socketsWaiting: 1_000,
    initMilliseconds: 5_000,
    heartbeatMilliseconds: 30_000,
    pingMilliseconds: 15_000,
    unresponsiveMilliseconds: 60_000,
  },
};

export const productionSettings: GatewaySettings = {
  ...developmentSettings,
  introspection: false,
  production: true,
  requestsPerMinute: { subject: 300, organisation: 6_000 },
};

export const GATEWAY_SETTINGS = Symbol('the settings of the gateway');
