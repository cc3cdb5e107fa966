import { categories, partName, partSet, partsIn, type Category, type PartName } from '#casework';
import { openEvent, type EventFacts, type Reader } from '../facts.js';
import type { SharingPolicy } from '../policy.js';
import { reader, standingsInWords, type StandingInWords } from './reader.fixture.js';

const people = {
  investigator: reader('police', 'investigator', { investigating: true }),
  'investigator (never to)': reader('police', 'investigator', {
    investigating: true,
    neverTo: true,
  }),
  'other officer': reader('police', 'officer'),
  'police system': reader('police', 'system'),
  'police system (never to)': reader('police', 'system', { neverTo: true }),
  'police administrator': reader('police', 'administrator'),
  'police auditor': reader('police', 'data-protection-officer'),
  'allocated worker': reader('children-services', 'allocated-worker', { allocated: true }),
  'duty worker': reader('children-services', 'duty-worker'),
  'worker of another child': reader('children-services', 'allocated-worker'),
  'border safeguarding officer': reader('border', 'safeguarding-officer'),
  'border officer': reader('border', 'officer'),
  'border officer allocated': reader('border', 'officer', { allocated: true }),
  'asylum case worker': reader('asylum-casework', 'case-worker'),
  'asylum case worker allocated': reader('asylum-casework', 'case-worker', { allocated: true }),
  'removals officer': reader('immigration-enforcement', 'removals-officer'),
  guardian: reader('guardianship', 'guardian', { guardian: true }),
  'board reviewer': reader('safeguarding-board', 'reviewer', { reviewing: true }),
  lawyer: reader('prosecution', 'reviewing-lawyer'),
} as const satisfies Record<string, Reader>;

/**
 * What becomes of one event under each restriction, by hand. The event is an account with both grades of core, voice,
 * health and immigration ("all"); a category without a grade means both. Most lines are the first one, less something.
 */
const table = `
who                          | standing    | event                                        | level   | handed                                    | named                        | because
investigator                 | on-case     | -                                            | partial | core voice health.coded                   | health.told immigration      | unrestricted
investigator (never to)      | on-case     | -                                            | none    | -                                         | -                            | a never-to that names the person
investigator (never to)      | on-case     | own                                          | none    | -                                         | -                            | a never-to that names the person beats their own record
investigator (never to)      | on-case     | disclosed(health)                            | none    | -                                         | -                            | a never-to that names the person beats a disclosure
police system (never to)     | on-case     | own                                          | none    | -                                         | -                            | a system has nothing that is never to reach one of its people
police system                | on-case     | own                                          | full    | all                                       | -                            | a system has its own record
investigator                 | on-case     | never-to-us                                  | none    | -                                         | -                            | a never-to that names the organisation
board reviewer               | review      | never-to-us                                  | none    | -                                         | -                            | it beats the board
investigator                 | on-case     | never-to-us disclosed(all)                   | none    | -                                         | -                            | it beats a disclosure
investigator                 | on-case     | never-to-us own                              | full    | all                                       | -                            | it does not hide an organisation from itself
investigator                 | on-case     | covert                                       | none    | -                                         | -                            | covert
board reviewer               | review      | covert                                       | none    | -                                         | -                            | covert for the board too
investigator                 | on-case     | covert disclosed(all)                        | none    | -                                         | -                            | covert, whatever was disclosed
investigator                 | on-case     | covert addressed                             | none    | -                                         | -                            | covert, to whomever it is addressed
investigator                 | on-case     | covert age-result                            | none    | -                                         | -                            | covert age determination
investigator                 | on-case     | covert own                                   | full    | all                                       | -                            | covert is not for its recorder
investigator                 | on-case     | outside-list                                 | stub    | -                                         | -                            | outside the releasable list
board reviewer               | review      | outside-list                                 | stub    | -                                         | -                            | outside the releasable list, the board
worker of another child      | on-case     | outside-list                                 | none    | -                                         | -                            | outside it without a row
other officer                | off         | outside-list                                 | none    | -                                         | -                            | outside it and not on the case
investigator                 | on-case     | outside-list disclosed(core)                 | full    | core                                      | -                            | outside it, then disclosed in part
investigator                 | on-case     | outside-list own                             | full    | all                                       | -                            | outside it, its own
investigator                 | on-case     | outside-list age-result                      | full    | core.coded                                | -                            | the result of an age determination outside it
investigator                 | on-case     | outside-list age-result disclosed(core.told) | full    | core                                      | -                            | and a told part of it disclosed
other officer                | on-case     | outside-list own                             | partial | core.coded                                | core.told                    | outside it, own record of an unrelated officer
investigator                 | on-case     | held(voice)                                  | partial | core health.coded                         | health.told immigration      | held by the originator: gone where the row gives it
investigator                 | on-case     | held(health)                                 | partial | core voice                                | health.told immigration      | held: named where the row names it
duty worker                  | responsible | held(all)                                    | partial | -                                         | immigration.told             | all of it held: type and date remain
investigator                 | on-case     | disclosed(health) held(health.coded)         | partial | core voice health.told                    | immigration                  | held and not, of two disclosed
investigator                 | on-case     | held(all) own                                | full    | all                                       | -                            | held is not for the recorder
investigator                 | on-case     | held(core) age-result                        | partial | core.coded voice health.coded             | health.told immigration      | the result of an age determination is not held
asylum case worker           | on-case     | not-for-immigration(core+immigration)        | partial | -                                         | core.told                    | not for immigration: asylum case work
border safeguarding officer  | on-case     | not-for-immigration(core)                    | partial | -                                         | core.told                    | not for immigration: border
border safeguarding officer  | on-case     | not-for-immigration(voice) disclosed(voice)  | partial | core.coded                                | core.told                    | not for immigration, though disclosed
border officer allocated     | on-case     | not-for-immigration(all) own                 | full    | all                                       | -                            | not for immigration, told to border itself
investigator                 | on-case     | not-for-immigration(all)                     | partial | core voice health.coded                   | health.told immigration      | not for immigration is nothing to police
investigator                 | on-case     | recorder-and-board                           | none    | -                                         | -                            | a decision to withhold
guardian                     | on-case     | recorder-and-board addressed disclosed(all)  | none    | -                                         | -                            | a decision to withhold, disclosed or addressed all the same
investigator                 | on-case     | recorder-and-board own                       | full    | all                                       | -                            | a decision to withhold, for its recorder
board reviewer               | review      | recorder-and-board                           | partial | core voice health.coded immigration.coded | health.told immigration.told | a decision to withhold, for the board
investigator                 | on-case     | disputed-link                                | stub    | -                                         | -                            | a disputed link
worker of another child      | on-case     | disputed-link                                | none    | -                                         | -                            | a disputed link without a row
investigator                 | on-case     | disputed-link own                            | full    | all                                       | -                            | a disputed link, its own
lawyer                       | on-case     | disputed-link disclosed(voice.told)          | full    | voice.told                                | -                            | a disputed link, disclosed
lawyer                       | on-case     | disputed-link addressed                      | full    | all                                       | -                            | a disputed link, addressed
lawyer                       | on-case     | disputed-link age-result                     | stub    | -                                         | -                            | an age determination on a disputed link
investigator                 | on-case     | disclosed(health)                            | partial | core voice health                         | immigration                  | health to police in full by disclosure
other officer                | on-case     | disclosed(health)                            | partial | core.coded health                         | core.told                    | disclosed to a force on the case: its other officers
other officer                | off         | disclosed(health)                            | full    | health                                    | -                            | disclosed to a force not on the case
police administrator         | off         | disclosed(all)                               | none    | -                                         | -                            | disclosed, its administrator
police auditor               | off         | disclosed(all)                               | none    | -                                         | -                            | disclosed, its data protection officer
worker of another child      | on-case     | disclosed(health)                            | none    | -                                         | -                            | disclosed, a worker without a row
border officer allocated     | on-case     | disclosed(health)                            | full    | health                                    | -                            | disclosed, somebody related without a row
removals officer             | off         | disclosed(all) addressed                     | none    | -                                         | -                            | disclosed to immigration enforcement by mistake
duty worker                  | off         | addressed                                    | full    | all                                       | -                            | a referral to an authority not on the case
duty worker                  | off         | -                                            | none    | -                                         | -                            | a referral, another event of that case
border officer               | on-case     | addressed                                    | none    | -                                         | -                            | a referral read by somebody without a row
duty worker                  | off         | addressed outside-list                       | stub    | -                                         | -                            | a referral outside the releasable list
border safeguarding officer  | off         | addressed not-for-immigration(voice)         | full    | core health immigration                   | -                            | a referral to the border with the child’s account
asylum case worker allocated | on-case     | own                                          | full    | all                                       | -                            | own record of somebody related
asylum case worker           | on-case     | own                                          | partial | core.coded immigration                    | core.told                    | own record of somebody who is not
allocated worker             | off         | own                                          | full    | all                                       | -                            | own record after the organisation has left
`;

const accountParts: readonly PartName[] = (['core', 'voice', 'health', 'immigration'] as const).flatMap(
  (category) => [partName(category, 'coded'), partName(category, 'told')],
);

/** `all`, `-`, or names of parts and of whole categories. */
const partsInWords = (words: string): readonly PartName[] => {
  if (words === 'all') return accountParts;
  if (words === '-') return [];
  return words
    .split(/[ +]/)
    .flatMap((word) =>
      (categories as readonly string[]).includes(word)
        ? [partName(word as Category, 'coded'), partName(word as Category, 'told')]
        : [word as PartName],
    );
};

/** What the words of the event column set. */
const factsInWords: Readonly<Record<string, (parts: number) => Partial<EventFacts>>> = {
  own: () => ({ own: true }),
  addressed: () => ({ addressed: true }),
  covert: () => ({ covert: true }),
  'age-result': () => ({ ageResult: true }),
  'recorder-and-board': () => ({ recorderAndBoardOnly: true }),
  'outside-list': () => ({ outsideReleasable: true }),
  'never-to-us': () => ({ neverToOrganisation: true }),
  'disputed-link': () => ({ disputedLink: true }),
  disclosed: (disclosed) => ({ disclosed }),
  held: (originatorHolds) => ({ originatorHolds }),
  'not-for-immigration': (notForImmigration) => ({ notForImmigration }),
};

const factsOf = (words: string): EventFacts =>
  words === '-'
    ? openEvent
    : words.split(' ').reduce((facts, word) => {
        const [, name = '', parts = '-'] = /^([a-z-]+)(?:\((.+)\))?$/.exec(word) ?? [];
        const set = factsInWords[name];
        if (!set) throw new Error(`The table says "${word}", which is no fact.`);
        return { ...facts, ...set(partSet(partsInWords(parts))) };
      }, openEvent);

const shown = (level: string, handed: readonly PartName[], named: readonly PartName[]): string =>
  `${level}, handed [${[...handed].sort().join(' ')}], named [${[...named].sort().join(' ')}]`;

export function* departuresFromCaveats(policy: SharingPolicy): Generator<string> {
  for (const line of table.trim().split('\n').slice(1)) {
    const [who = '', standing = '', event = '', level = '', handed = '', named = '', because = ''] = line
      .split('|')
      .map((cell) => cell.trim());
    const entry = policy.entryForPerson(
      people[who as keyof typeof people],
      standingsInWords[standing as StandingInWords],
      factsOf(event),
      partSet(accountParts),
    );
    const found = shown(
      entry.level,
      partsIn(entry.handed),
      entry.withheld.map(({ part }) => part),
    );
    const expected = shown(level, partsInWords(handed), partsInWords(named));
    if (found !== expected)
      yield `${because} (${who}, ${standing}, ${event}): ${found}; expected ${expected}`;
  }
}
