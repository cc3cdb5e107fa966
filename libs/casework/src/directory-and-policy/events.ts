import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import { code, date, list, name, organisation, person, text } from '../declaration/kinds.js';
import { agencyFunctions, rolesByFunction, rolesOfEveryOrganisation } from '../vocabulary/agencies.js';

const roles = [...new Set([...Object.values(rolesByFunction).flat(), ...rolesOfEveryOrganisation])];

const ofTheDirectory = {
  kindOfWork: 'directory',
  recordedBy: 'system',
  stream: 'directory',
  retention: 'directory-record',
} satisfies Partial<CaseEventOptions<Fields>>;

export const OrganisationRegistered = caseEvent('OrganisationRegistered', {
  ...ofTheDirectory,
  means: 'An organisation was entered into the directory, or its entry was renewed.',
  fields: {
    organisation: inHeader(coded('core', organisation(), 'The organisation.')),
    function: inHeader(
      coded('core', code('AgencyFunction', agencyFunctions), 'What the organisation is for.'),
    ),
    name: told('core', name(), 'Its name.'),
    contactPoint: told('core', text(500), 'How to reach it about a child; shown where an entry is a stub.'),
    area: optional(told('core', name(), 'The area for which it is responsible.')),
  },
});

/** Binds a token issuer to the organisations that it may speak for, so that none can mint the people of another. */
export const IssuerBound = caseEvent('IssuerBound', {
  ...ofTheDirectory,
  means: 'An issuer of tokens was bound to the organisations that it may speak for.',
  fields: {
    issuer: inHeader(coded('core', text(500), 'The URL of the issuer, as it stands in its tokens.')),
    organisations: inHeader(
      coded('core', list(organisation(), 500), 'The organisations that it may speak for.'),
    ),
    keySet: coded('core', text(500), 'The URL of its key set.'),
    algorithms: coded(
      'core',
      list(code('SigningAlgorithm', ['ES256', 'ES384', 'EdDSA', 'PS256', 'RS256']), 5),
      'The algorithms that its tokens may be signed with.',
    ),
    audience: coded('core', text(500), 'The audience that its tokens must name.'),
  },
});

export const PersonEnrolled = caseEvent('PersonEnrolled', {
  ...ofTheDirectory,
  means: 'A person was entered into the directory, or their role, team or supervisor changed.',
  fields: {
    person: inHeader(coded('core', person(), 'The person.')),
    organisation: inHeader(coded('core', organisation(), 'The organisation that the person works for.')),
    role: inHeader(coded('core', code('Role', roles), 'The one role that the person holds.')),
    team: optional(inHeader(coded('core', text(100), 'The code of the team.'))),
    supervisor: optional(inHeader(coded('core', person(), 'The supervisor.'))),
    vetting: optional(
      coded(
        'core',
        code('Vetting', [
          'none',
          'enhanced-disclosure',
          'police-vetted',
          'security-cleared',
          'developed-vetting',
        ]),
        'To what level the person is vetted.',
      ),
    ),
    issuer: optional(coded('core', text(500), "The URL of the issuer of the person's tokens.")),
    name: told('identity', name(), "The person's name."),
    workContact: optional(told('identity', text(500), 'How to reach the person at work.')),
  },
});

export const PersonSuspended = caseEvent('PersonSuspended', {
  ...ofTheDirectory,
  means: 'A person lost access: left, suspended or under investigation.',
  narrows: true,
  fields: {
    person: inHeader(coded('core', person(), 'The person.')),
    organisation: inHeader(coded('core', organisation(), 'The organisation that the person works for.')),
    cause: coded(
      'core',
      code('SuspensionCause', [
        'left',
        'moved',
        'long-absence',
        'under-investigation',
        'credentials-lost',
        'linked-to-a-suspect',
      ]),
      'Why.',
    ),
    from: optional(coded('core', date(), 'From when.')),
    circumstances: optional(told('identity', text(1_000), 'What lies behind it.')),
  },
});

export const PolicyAdopted = caseEvent('PolicyAdopted', {
  means: 'A version of the sharing policy took force.',
  kindOfWork: 'policy',
  recordedBy: 'system',
  stream: 'policy',
  retention: 'directory-record',
  fields: {
    policyVersion: inHeader(coded('core', text(50), 'The version.')),
    textDigest: inHeader(coded('core', text(64), 'The SHA-256 of the text of all policies, in hexadecimal.')),
    schemaDigest: inHeader(coded('core', text(64), 'The SHA-256 of the schema, in hexadecimal.')),
    engine: inHeader(coded('core', text(50), 'The policy engine, with its version.')),
    adoptedBy: optional(told('core', name(), 'By whose authority: a board, an agreement.')),
    changes: optional(told('core', text(), 'What changes by it, in words that its signatories can read.')),
  },
});
