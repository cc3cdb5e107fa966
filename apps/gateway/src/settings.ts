/** How much one request, and one caller, may ask for. */
export interface GatewaySettings {
  /** Whether the schema may be asked for; false in production. */
  readonly introspection: boolean;
  /** Whether the product is reached over TLS only, and browsers are to be told so. */
  readonly production: boolean;
  /** How long `atLeast`, and an act that narrows, waits for the views. */
  readonly waitMilliseconds: number;
  readonly requestsPerMinute: { readonly subject: number; readonly organisation: number };
}

export const developmentSettings: GatewaySettings = {
  introspection: true,
  production: false,
  waitMilliseconds: 5_000,
  requestsPerMinute: { subject: 1_200, organisation: 12_000 },
};

export const productionSettings: GatewaySettings = {
  ...developmentSettings,
  introspection: false,
  production: true,
  requestsPerMinute: { subject: 300, organisation: 6_000 },
};

export const GATEWAY_SETTINGS = Symbol('the settings of the gateway');
