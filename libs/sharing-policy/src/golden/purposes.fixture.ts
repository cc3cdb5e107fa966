import {
  agencyFunctions,
  partSet,
  purposes,
  rolesByFunction,
  rolesOfEveryOrganisation,
  type Role,
} from '#casework';
import { openEvent } from '../facts.js';
import type { SharingPolicy } from '../policy.js';
import { ordinaryPurpose, reader, standingsInWords } from './reader.fixture.js';

/** Who may use which purpose, copied by hand. What is not on a line is refused. */
const purposeTable = `
children-services       | allocated-worker duty-worker team-manager reviewing-officer system | safeguarding age-determination court
police                  | investigator officer supervisor system                             | safeguarding criminal-investigation court
border                  | safeguarding-officer officer system                                | safeguarding
asylum-casework         | case-worker system                                                 | asylum-decision age-determination
immigration-enforcement | removals-officer system                                            | removal-check
competent-authority     | decision-maker system                                              | nrm-decision
health                  | safeguarding-lead practitioner system                              | safeguarding
education               | safeguarding-lead practitioner system                              | safeguarding
guardianship            | guardian coordinator system                                        | safeguarding
voluntary               | support-worker system                                              | safeguarding
prosecution             | reviewing-lawyer system                                            | criminal-investigation court
safeguarding-board      | reviewer board-manager system                                      | review
analysis-centre         | analyst system                                                     | statistics
`;

const words = (text = ''): string[] => text.trim().split(/\s+/);

const allowed = new Set(
  purposeTable
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [agency, roles, used] = line.split('|');
      return words(roles).flatMap((role) =>
        words(used).map((purpose) => `${words(agency)[0]} ${role} ${purpose}`),
      );
    })
    .concat(agencyFunctions.map((agency) => `${agency} data-protection-officer audit`)),
);

export const everyRole: readonly Role[] = [
  ...new Set([...Object.values(rolesByFunction).flat(), ...rolesOfEveryOrganisation]),
];

export function* departuresFromPurposes(policy: SharingPolicy): Generator<string> {
  for (const agency of agencyFunctions) {
    for (const role of everyRole) {
      for (const purpose of purposes) {
        const words = `${agency} ${role} ${purpose}`;
        const found = policy.mayUsePurpose(agency, role, purpose).allowed;
        if (found !== allowed.has(words)) yield `${words}: ${found ? 'allowed' : 'refused'}`;
      }
    }
  }
  // A purpose that is not allowed opens nothing, whatever else speaks for the reader.
  for (const purpose of purposes) {
    const investigator = reader('police', 'investigator', { investigating: true, purpose });
    const opens = allowed.has(`police investigator ${purpose}`);
    const entry = policy.entryForPerson(
      investigator,
      standingsInWords['on-case'],
      openEvent,
      partSet(['core.coded']),
    );
    const log = policy.mayReadAccessLog(investigator, standingsInWords['on-case']);
    if ((entry.level !== 'none') !== opens) yield `an investigator reads for ${purpose}: ${entry.level}`;
    if ((log.extent !== 'none') !== opens)
      yield `an investigator reads the access log for ${purpose}: ${log.extent}`;
  }
}

type Act = 'onCase' | 'beginsCase' | 'fromOutside';

/** Who may record what kind of act. */
const recordingTable: readonly (readonly [
  agency: keyof typeof ordinaryPurpose,
  roles: string,
  acts: readonly Act[],
])[] = [
  [
    'children-services',
    'allocated-worker duty-worker team-manager reviewing-officer system',
    ['onCase', 'beginsCase', 'fromOutside'],
  ],
  ['police', 'investigator officer supervisor system', ['onCase', 'beginsCase', 'fromOutside']],
  ['border', 'safeguarding-officer officer system', ['onCase', 'beginsCase', 'fromOutside']],
  ['guardianship', 'guardian coordinator system', ['onCase', 'beginsCase', 'fromOutside']],
  ['safeguarding-board', 'reviewer board-manager system', ['onCase', 'beginsCase', 'fromOutside']],
  ['immigration-enforcement', 'removals-officer system', []],
  ['analysis-centre', 'analyst system', []],
  ['police', 'data-protection-officer administrator guardian', []],
];

export function* departuresFromRecording(policy: SharingPolicy): Generator<string> {
  for (const [agency, roles, acts] of recordingTable) {
    for (const role of words(roles) as Role[]) {
      const purpose = role === 'data-protection-officer' ? 'audit' : ordinaryPurpose[agency];
      const facts = { function: agency, role, purpose, onCase: false, beginsCase: false, fromOutside: false };
      if (policy.mayRecord(facts).allowed) yield `${agency} ${role} records on a case of others`;
      for (const act of ['onCase', 'beginsCase', 'fromOutside'] as const) {
        const found = policy.mayRecord({ ...facts, [act]: true }).allowed;
        if (found !== acts.includes(act)) yield `${agency} ${role} ${act}: ${found ? 'allowed' : 'refused'}`;
      }
      if (
        policy.mayRecord({ ...facts, purpose: 'statistics', onCase: true }).allowed &&
        agency !== 'analysis-centre'
      ) {
        yield `${agency} ${role} records for statistics`;
      }
    }
  }
}
