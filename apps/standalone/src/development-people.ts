import { purposes, type Purpose } from '#casework';
import type { Directory, DevelopmentIssuer as Issuer, Person } from '#identity';
import type { SharingPolicy } from '#sharing-policy';
import type { DevelopmentIssuer, DevelopmentPerson } from '../../gateway/src/index.js';

const tokenSeconds = 8 * 60 * 60;

/** Whom one can be in the embedded profile: everyone in the directory, by function, organisation and handle. */
export const developmentPeople = (
  directory: Directory,
  issuer: Issuer,
  policy: () => SharingPolicy,
): DevelopmentIssuer => ({
  people: async () =>
    [...directory.people()]
      .flatMap((person) => described(directory, policy(), person))
      .sort((one, other) => (place(one) < place(other) ? -1 : 1)),
  tokenFor: async (handle) => {
    const token = await issuer.issueDevelopmentToken(handle, tokenSeconds);
    return token.ok ? token.value : undefined;
  },
});

const place = ({ organisation, handle }: DevelopmentPerson): string =>
  `${organisation.function} ${organisation.name} ${handle}`;

const described = (directory: Directory, policy: SharingPolicy, person: Person): DevelopmentPerson[] => {
  const organisation = directory.organisation(person.organisation);
  if (organisation === undefined) return [];
  const { id, name, function: agency } = organisation;
  const allowed = purposes.filter(
    (purpose: Purpose) => policy.mayUsePurpose(agency, person.role, purpose).allowed,
  );
  return [
    {
      handle: person.id,
      name: person.name,
      role: person.role,
      organisation: { id, name, function: agency },
      purposes: allowed,
    },
  ];
};
