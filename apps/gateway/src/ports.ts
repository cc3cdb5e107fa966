import type { AgencyFunction, Purpose, Role } from '#casework';
import type { Authenticate, Directory } from '#identity';
import type { OrganisationId } from '#kernel';
import type { Health, Logger, Telemetry } from '#platform';
import type { AlertFeed, AlertReading, DisclosureLog, Feed, ReadModels } from '#read-models';
import type { Alerts, Oversight, Recording } from '#recording';
import type { Tokens } from '#sealing';
import type { SharingPolicy } from '#sharing-policy';
import type { WebhookSide } from '../../programs/src/webhooks/keep-webhooks.js';

/** Someone whom one can be in the embedded profile. */
export interface DevelopmentPerson {
  readonly handle: string;
  readonly name: string;
  readonly role: Role;
  readonly organisation: {
    readonly id: OrganisationId;
    readonly name: string;
    readonly function: AgencyFunction;
  };
  /** What this person's role may ask for. */
  readonly purposes: readonly Purpose[];
}

/** The issuer of the embedded profile. Where it is absent, `/dev` and the page for browsers are absent too. */
export interface DevelopmentIssuer {
  readonly people: () => Promise<readonly DevelopmentPerson[]>;
  /** Undefined where nobody has this handle. */
  readonly tokenFor: (handle: string) => Promise<string | undefined>;
}

/** Everything that the gateway needs of the rest; the app that wires it brings it. */
export interface GatewayPorts {
  readonly recording: Recording;
  readonly oversight: Oversight;
  readonly alerts: {
    readonly reading: Pick<AlertReading, 'alerts'>;
    readonly recording: Pick<Alerts, 'acknowledge'>;
    readonly feed: AlertFeed;
  };
  readonly webhooks: WebhookSide;
  readonly reads: ReadModels;
  readonly disclosures: DisclosureLog;
  readonly feed: Feed;
  readonly authenticate: Authenticate;
  /** In memory, so it is asked for each name as it is needed. */
  readonly directory: Pick<Directory, 'organisation' | 'person'>;
  /** The policy in force now. */
  readonly policy: () => Pick<SharingPolicy, 'mayUsePurpose'>;
  readonly tokens: Tokens;
  readonly health: Health;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly development: DevelopmentIssuer | null;
}

export const GATEWAY_PORTS = Symbol('the ports of the gateway');
