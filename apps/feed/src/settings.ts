/** How the feed is reached over TLS. The files are read again when they change. */
export interface FeedTls {
  /** The certificate, with those between it and the root, in PEM. */
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Those who sign the certificates of clients, in PEM; null: clients need none. */
  readonly clientCaFile: string | null;
}

/** How the feed listens, and how much one caller may ask of it. */
export interface FeedServerSettings {
  readonly host: string;
  /** 0 takes any that is free. */
  readonly port: number;
  /** Null: in clear, for development on loopback or behind a proxy that keeps the TLS. */
  readonly tls: FeedTls | null;
  /** Whether a client may ask what the contract is. */
  readonly reflection: boolean;
  /** Subscriptions that may be open at once in this process. */
  readonly subscriptions: { readonly subject: number; readonly organisation: number };
  readonly requestsPerMinute: { readonly subject: number; readonly organisation: number };
  readonly timing: FeedTiming;
}

export interface FeedTiming {
  /** After how long without a delivery a checkpoint is sent. */
  readonly heartbeatMilliseconds: number;
  /** After how long of silence a client is asked whether it is there, and how long it has for the answer. */
  readonly keepAliveMilliseconds: number;
  readonly keepAliveAnswerMilliseconds: number;
  /** How often the certificate files are looked at. */
  readonly certificatesMilliseconds: number;
}

/** Well within the idle limits that proxies have, which are usually 60 s. */
export const usualTiming: FeedTiming = {
  heartbeatMilliseconds: 15_000,
  keepAliveMilliseconds: 20_000,
  keepAliveAnswerMilliseconds: 10_000,
  certificatesMilliseconds: 60_000,
};
