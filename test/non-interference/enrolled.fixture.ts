import { developmentAudience, developmentIssuerUrl, type Principal } from '#identity';
import { openAdministration } from '#recording';
import type { SharingPolicies } from '#sharing-policy';
import type { WorldOptions } from './world.fixture.js';

/** Registers the organisations and enrols their people, under the policy that is adopted first. */
export const enrol = async (
  ports: Parameters<typeof openAdministration>[0],
  agencies: WorldOptions['agencies'],
  { adoption }: SharingPolicies,
): Promise<ReadonlyMap<string, Principal>> => {
  const administration = openAdministration(ports);
  await administration.record({
    type: 'PolicyAdopted',
    details: {
      policyVersion: adoption.version,
      textDigest: adoption.digestOfText,
      schemaDigest: adoption.digestOfSchema,
      engine: adoption.engine,
    },
    key: 'adopt-policy',
  });
  const principals = new Map<string, Principal>();
  const organisations = Object.keys(agencies);
  for (const [organisation, { function: agency, people }] of Object.entries(agencies)) {
    await administration.record({
      type: 'OrganisationRegistered',
      details: {
        organisation,
        function: agency,
        name: `The ${organisation}`,
        contactPoint: `Desk of ${organisation}`,
      },
      key: `register-${organisation}`,
    });
    for (const [person, [role, team, supervisor]] of Object.entries(people)) {
      await administration.record({
        type: 'PersonEnrolled',
        details: {
          person,
          organisation,
          role,
          name: `Somebody called ${person}`,
          issuer: developmentIssuerUrl,
          ...(team === undefined ? {} : { team }),
          ...(supervisor === undefined ? {} : { supervisor }),
        },
        key: `enrol-${person}`,
      });
      principals.set(person, {
        person,
        organisation,
        function: agency,
        role,
        team: team ?? null,
        supervisor: supervisor ?? null,
        vetting: null,
        acr: null,
        author: { organisation, person, role, function: agency },
      });
    }
  }
  await administration.record({
    type: 'IssuerBound',
    details: {
      issuer: developmentIssuerUrl,
      organisations,
      keySet: `${developmentIssuerUrl}/keys`,
      algorithms: ['ES256'],
      audience: developmentAudience,
    },
    key: 'bind-issuer',
  });
  return principals;
};
