import {
  IssuerBound,
  OrganisationRegistered,
  PersonEnrolled,
  PersonSuspended,
  PolicyAdopted,
} from './events.js';

export const directoryAndPolicyProcess = {
  folder: 'directory-and-policy',
  title: 'Directory and policy',
  events: [OrganisationRegistered, IssuerBound, PersonEnrolled, PersonSuspended, PolicyAdopted],
};
