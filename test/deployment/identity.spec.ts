import { describe, expect, it } from '@jest/globals';
import { directoryFrom } from '../../apps/standalone/src/samples/sample-directory.js';
import { composeVariables, composed, filledIn, ofThree } from './compose.fixture.js';
import { text, yaml } from './files.fixture.js';

interface Mapper {
  readonly protocolMapper: string;
  readonly config: Readonly<Record<string, string>>;
}
interface Realm {
  readonly realm: string;
  readonly registrationAllowed: boolean;
  readonly editUsernameAllowed: boolean;
  readonly clients: readonly {
    readonly clientId: string;
    readonly fullScopeAllowed: boolean;
    readonly defaultClientScopes: readonly string[];
    readonly attributes: Readonly<Record<string, string>>;
    readonly protocolMappers: readonly Mapper[];
  }[];
  readonly users: readonly {
    readonly username: string;
    readonly attributes: Readonly<Record<'organisation' | 'role' | 'vetting', readonly [string]>>;
    readonly credentials: readonly { readonly value: string }[];
  }[];
  readonly components: Readonly<
    Record<string, readonly { readonly config: Readonly<Record<string, readonly [string]>> }[]>
  >;
}

const realm = JSON.parse(text('deploy/keycloak/realm.json')) as Realm;
const { people } = directoryFrom(yaml('apps/standalone/src/samples/directory.yaml'));

describe('the issuer of the demonstration', () => {
  it('knows only people whom the sample directory knows, as it knows them', () => {
    expect(realm.users.length).toBeGreaterThanOrEqual(8);
    for (const { username, attributes } of realm.users) {
      const person = people.get(username);
      expect([username, attributes]).toEqual([
        username,
        { organisation: [person?.organisation], role: [person?.role], vetting: [person?.vetting] },
      ]);
    }
  });

  it('knows people of different agencies, so that there is something to see', () => {
    const organisations = new Set(realm.users.map(({ attributes }) => attributes.organisation[0]));
    expect(organisations.size).toBeGreaterThanOrEqual(6);
  });

  it('gives access tokens with every claim that the gateway asks for', () => {
    for (const { attributes, protocolMappers, fullScopeAllowed, defaultClientScopes } of realm.clients) {
      // RFC 9068: without it the type is JWT, which is refused.
      expect(attributes['access.token.header.type.rfc9068']).toBe('true');
      const claims = protocolMappers
        .filter(({ config }) => config['access.token.claim'] === 'true')
        .map(({ protocolMapper, config }) => [
          config['claim.name'] ?? protocolMapper,
          config['user.attribute'] ?? config['included.custom.audience'],
        ]);
      expect(Object.fromEntries(claims)).toEqual({
        sub: 'username',
        'oidc-audience-mapper': 'throughline',
        organisation: 'organisation',
        role: 'role',
        vetting: 'vetting',
        'oidc-acr-mapper': undefined,
      });
      // Nothing else: the scopes that every client otherwise has would put names and roles of the issuer in.
      expect([fullScopeAllowed, defaultClientScopes]).toEqual([false, []]);
    }
  });

  it('lets nobody say themselves who they are', () => {
    expect([realm.registrationAllowed, realm.editUsernameAllowed]).toEqual([false, false]);
    const [provider] = realm.components['org.keycloak.userprofile.UserProfileProvider'] ?? [];
    const profile = JSON.parse(provider!.config['kc.user.profile.config']![0]) as {
      attributes: readonly { name: string; permissions: { edit: readonly string[] } }[];
    };
    expect(profile.attributes.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['username', 'organisation', 'role', 'vetting']),
    );
    for (const { permissions } of profile.attributes) expect(permissions.edit).toEqual(['admin']);
  });

  it('has no password in its file', () => {
    for (const { credentials } of realm.users)
      expect(credentials.map(({ value }) => value)).toEqual(['${DEMONSTRATION_PASSWORD}']);
    expect(text('deploy/keycloak/realm.json')).not.toContain(composeVariables.DEMONSTRATION_PASSWORD);
  });

  it('is bound under the name that its tokens carry, and by keys that come over TLS', () => {
    const { services } = composed(...ofThree);
    const { THROUGHLINE_ISSUER: issuer, THROUGHLINE_ISSUER_KEY_SET: keySet } = services.seed!.environment!;
    const host = filledIn(services.keycloak!.environment!.KC_HOSTNAME!);
    expect(issuer).toBe(`${host}/realms/${realm.realm}`);
    expect(new URL(String(keySet)).protocol).toBe('https:');
    expect(new URL(String(keySet)).pathname).toBe(`/realms/${realm.realm}/protocol/openid-connect/certs`);
    expect(Object.keys(services)).toContain(new URL(String(keySet)).hostname);
    expect(text('deploy/compose/certificates.sh')).toContain(
      `certificate ${new URL(String(keySet)).hostname} `,
    );
  });
});
