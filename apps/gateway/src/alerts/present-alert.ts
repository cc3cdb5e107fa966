import type { Alert } from '#read-models';
import { presentOrganisation, type OrganisationNames } from '../schema/organisation.js';

/** An alert as the schema has it. */
export const presentAlert = (directory: OrganisationNames, { contactPoint, ...alert }: Alert) => ({
  ...alert,
  contactPoint: contactPoint && {
    ...contactPoint,
    organisation: presentOrganisation(directory, contactPoint.organisation),
  },
});
