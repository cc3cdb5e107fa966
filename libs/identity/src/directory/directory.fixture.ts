import {
  IssuerBound,
  openHandling,
  OrganisationRegistered,
  PersonEnrolled,
  PersonSuspended,
  type Details,
  type EventDeclaration,
  type OpenedEvent,
} from '#casework';
import { randomId } from '#kernel';

const event = (declaration: EventDeclaration, details: Readonly<Record<string, unknown>>): OpenedEvent => ({
  header: {
    id: randomId(),
    stream: 'directory',
    type: declaration.type,
    version: 1,
    caseId: null,
    recordedBy: { organisation: randomId(), person: randomId(), role: 'system' },
    occurred: '2010-11-02',
    recordedAt: '2010-11-02T04:50:00.000Z',
    source: 'own-act',
    parts: [],
    handling: openHandling,
    lawfulBasis: null,
    correlation: randomId(),
    causation: null,
    relations: [],
    concerns: {},
  },
  details,
});

export const organisationRegistered = (
  details: Pick<Details<typeof OrganisationRegistered>, 'organisation' | 'function'>,
): OpenedEvent =>
  event(OrganisationRegistered, {
    name: `Organisation for ${details.function}`,
    contactPoint: 'the duty desk',
    ...details,
  });

export const issuerBound = (
  details: Pick<Details<typeof IssuerBound>, 'issuer' | 'organisations'> &
    Partial<Details<typeof IssuerBound>>,
): OpenedEvent =>
  event(IssuerBound, {
    keySet: `${details.issuer}/keys`,
    algorithms: ['ES256'],
    audience: 'throughline',
    ...details,
  });

export const personEnrolled = (
  details: Pick<Details<typeof PersonEnrolled>, 'person' | 'organisation' | 'role'> &
    Partial<Details<typeof PersonEnrolled>>,
): OpenedEvent => event(PersonEnrolled, { name: 'A. Person', ...details });

export const personSuspended = (
  details: Pick<Details<typeof PersonSuspended>, 'person' | 'organisation'>,
): OpenedEvent => event(PersonSuspended, { cause: 'left', ...details });
