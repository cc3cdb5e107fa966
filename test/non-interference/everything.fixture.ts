import { actions, partNames, type PartName } from '#casework';
import { derivedId } from '#kernel';
import type { RequestedHandling } from '#recording';
import type { Somebody } from './agencies.fixture.js';
import { organisationOf, type Act, type Happened, type History } from './history.fixture.js';
import { afterwards, peculiar, special, type Telling } from './peculiar-acts.fixture.js';

/** How each specimen is restricted when it is recorded, and what is done to all of them afterwards. */
export interface Setting {
  readonly handling?: RequestedHandling;
  readonly source?: 'childs-account';
  /** Disclosed by its recorder to this organisation, all its parts. */
  readonly disclosedTo?: string;
  /** Refused to this organisation, which had asked. */
  readonly refusedTo?: string;
  readonly withheldFrom?: readonly string[];
  readonly retracted?: boolean;
  /** The child is missing at the end. */
  readonly missing?: boolean;
  /** They have broken the glass, and nobody has ended it. */
  readonly emergencyOf?: readonly Somebody[];
}

export const neverToPeople = [
  'worker-r',
  'duty-e',
  'inv-m',
  'guardian-g',
  'support-v',
  'lawyer-p',
  'reviewer-s',
];

/** Of organisations that are on the case and that are not; the last ones may not, whatever the log says. */
const brokenBy = [
  ...(['nurse-o', 'officer-n', 'duty-x', 'duty-r', 'safe-b', 'nurse-h', 'spare-v'] as const),
  ...(['reviewer-s', 'case-a', 'lawyer-p', 'coordinator-g', 'system-o'] as const),
] as const satisfies readonly Somebody[];

export const settings = {
  open: {},
  'childs-account': { source: 'childs-account' },
  'not-for-immigration': { handling: { notForImmigration: partNames } },
  released: { source: 'childs-account', handling: { notForImmigration: [] } },
  covert: { handling: { covert: true } },
  'releasable-to': { handling: { releasableTo: ['lantern', 'asylum'] } },
  'never-to-organisation': { handling: { neverTo: ['metro', 'frontier', 'board', 'eastfield'] } },
  'never-to-person': { handling: { neverTo: neverToPeople } },
  'wrong-child': { retracted: true },
  disclosed: { disclosedTo: 'infirmary' },
  'disclosed-to-police': { disclosedTo: 'metro' },
  refused: { refusedTo: 'metro' },
  withheld: { withheldFrom: ['metro', 'guardians', 'asylum', 'eastfield'] },
  missing: { missing: true },
  emergency: { emergencyOf: brokenBy },
  'emergency-childs-account': { emergencyOf: brokenBy, source: 'childs-account' },
} as const satisfies Readonly<Record<string, Setting>>;
export type SettingName = keyof typeof settings;

/** What a history came to. */
export interface Told {
  readonly caseId: string;
  readonly otherCase: string;
  readonly specimens: readonly Happened[];
  readonly happened: readonly Happened[];
}

/** That a child is missing, or was located, is kept from people at the most: agencies have to look. */
const tellsOfASearch: ReadonlySet<string> = new Set(['ChildReportedMissing', 'ChildLocated']);

const keptFromNoAgency = (handling: RequestedHandling = {}): RequestedHandling => {
  const { covert: _covert, releasableTo: _releasableTo, neverTo, ...others } = handling;
  const people = neverTo?.filter((one) => neverToPeople.includes(one));
  return { ...others, neverTo: people ?? [] };
};

/**
 * One case on which every function works, and every action that there is, each recorded under the setting by somebody
 * whose it is to record, with whatever has to come before it recorded openly.
 */
export const tellEverything = async (
  { record, append, happened }: History,
  setting: Setting,
): Promise<Told> => {
  const specimens: Happened[] = [];
  const begun = await record('duty-r', 'CaseOpened');
  const caseId = begun.caseId!;
  const open = (person: Somebody, type: string, act: Act = {}) =>
    record(person, type, { case: caseId, ...act });
  /** Records a specimen of a type: under the setting, and counted. */
  const specimen = async (person: Somebody, type: string, act: Act = {}) => {
    const event = await record(person, type, {
      case: caseId,
      ...act,
      handling: tellsOfASearch.has(type) ? keptFromNoAgency(setting.handling) : setting.handling,
      source: setting.source,
    });
    specimens.push(...happened.slice(happened.indexOf(event)));
    return event;
  };

  // Who works with the child.
  await open('duty-r', 'ResponsibilityAccepted');
  const joining = ['worker-e', 'inv-m', 'safe-b', 'case-a', 'decision-c', 'lead-h', 'lead-s', 'guardian-g'];
  for (const person of [...joining, 'support-v', 'lawyer-p'] as Somebody[]) {
    const referral = await open('duty-r', 'ReferralMade', { details: { to: organisationOf(person) } });
    await open(person, 'ReferralAccepted', { relations: [['about', referral]], afterOthers: true });
  }
  await open('duty-r', 'WorkerAllocated', { details: { worker: 'worker-r' } });
  await open('duty-e', 'WorkerAllocated', { details: { worker: 'worker-e' } });
  await open('support-v', 'WorkerAllocated', { details: { worker: 'support-v' } });
  await open('super-m', 'InvestigatorAssigned', { details: { investigator: 'inv-m' } });

  // Every action whose details and relations are free.
  const recorders: Readonly<Record<string, Somebody>> = {
    'children-services': 'worker-r',
    police: 'inv-m',
    border: 'safe-b',
    'asylum-casework': 'case-a',
    'competent-authority': 'decision-c',
    health: 'nurse-h',
    education: 'teacher-s',
    guardianship: 'coordinator-g',
    voluntary: 'support-v',
    prosecution: 'lawyer-p',
  };
  const anybody = ['worker-r', 'inv-m', 'nurse-h', 'support-v', 'case-a', 'duty-e', 'safe-b'] as const;
  const apart = new Set(Object.keys(peculiar).concat(afterwards));
  let turn = 0;
  for (const { type, recordedBy, stream } of actions) {
    if (stream !== 'case' || apart.has(type)) continue;
    const one = recordedBy === 'any' ? anybody[turn++ % anybody.length]! : recorders[recordedBy[0]!]!;
    await specimen(one, type, special[type] ?? {});
  }
  for (const tell of Object.values(peculiar)) await tell?.({ specimen, open, append, caseId });

  // A second case of the same authority, linked and taken apart again.
  const other = await record('duty-r', 'CaseOpened');
  const cases = [caseId, other.caseId!];
  const proposed = await specimen('duty-r', 'RecordLinkProposed', { details: { cases } });
  const link = proposed.linkId;
  const agreed = { cases, agreedAsLead: cases, agreedAsResponsibleAuthority: [] };
  await specimen('duty-r', 'RecordLinked', { link, details: agreed });
  await specimen('duty-r', 'LinkDisputed', { link, details: { cases, disputedFor: [other.caseId!] } });
  await specimen('duty-r', 'RecordUnlinked', { link, details: { cases, takenOut: cases } });

  await doToAll({ specimens, open, setting });
  if (setting.missing) await open('worker-r', 'ChildReportedMissing');
  for (const person of setting.emergencyOf ?? []) {
    const organisation = organisationOf(person);
    const details = { grantedTo: person, organisation, caseOpened: caseId, until: '2999-01-01' };
    const stream = `grant-${derivedId('grant', caseId, person)}`;
    await append('BreakGlassOpened', { stream, caseId, by: { organisation, person }, details });
  }
  return { caseId, otherCase: other.caseId!, specimens, happened };
};

/** Who was put on a case comes off it by an act of its own. */
const neverTakenBack = [
  ...['EventRetracted', 'AgencyJoinedCase', 'WorkerAllocated', 'InvestigatorAssigned'],
  ...['GuardianAppointed', 'ResponsibilityAccepted'],
];

/** The acts by which recorders give, keep back or take back everything that they recorded. */
const doToAll = async ({
  specimens,
  open,
  setting,
}: Pick<Telling, 'open'> & { readonly specimens: readonly Happened[]; readonly setting: Setting }) => {
  const { disclosedTo, refusedTo, withheldFrom, retracted } = setting;
  const speaking: Readonly<Record<string, Somebody>> = {
    riverside: 'duty-r',
    eastfield: 'duty-e',
    metro: 'inv-m',
    frontier: 'safe-b',
    asylum: 'case-a',
    decider: 'decision-c',
    clinic: 'lead-h',
    school: 'lead-s',
    guardians: 'coordinator-g',
    lantern: 'support-v',
    crown: 'lawyer-p',
  };
  const parts: readonly PartName[] = partNames;
  for (const [organisation, person] of Object.entries(speaking)) {
    const own = specimens.filter(({ recorder, linkId }) => recorder === organisation && linkId === null);
    if (own.length === 0) continue;
    if (disclosedTo !== undefined && disclosedTo !== organisation) {
      await open(person, 'DisclosureMade', {
        relations: [['discloses', own]],
        lawfulBasis: 'vital-interests',
        details: { disclosedTo, partsDisclosed: parts },
      });
    }
    if (refusedTo !== undefined && refusedTo !== organisation) {
      const request = await open('inv-m', 'DisclosureRequested', { details: { askedOf: organisation } });
      await open(person, 'DisclosureRefused', {
        relations: [['about', [request, ...own]]],
        details: { refusedTo, partsRefused: undefined },
        afterOthers: true,
      });
    }
    if (withheldFrom !== undefined) {
      await open(person, 'DisclosureWithheld', {
        relations: [['about', own]],
        details: { withheldFrom, partsWithheld: undefined },
      });
    }
    if (retracted) {
      for (const event of own) {
        if (neverTakenBack.includes(event.type)) continue;
        await open(person, 'EventRetracted', {
          relations: [['withdraws', event]],
          details: { reason: 'wrong-child' },
        });
      }
    }
  }
};
