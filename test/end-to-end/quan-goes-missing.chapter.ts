import { describe, expect, it } from '@jest/globals';
import { asked, timelineOf, typesSeen } from './asking.fixture.js';
import { attempt, like, record, recordAndSettle } from './recording.fixture.js';
import { caseOf, eventOf, labelOf, storyOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

const quan = caseOf('quan');

const summaryFor = async (as: string) => {
  const { json } = await asked(throughline, {
    as,
    query: 'case(id: $id) { missingNow openProcesses { process } }',
    variables: { id: quan },
  });
  const { missingNow, openProcesses } = json.data?.case as {
    missingNow: boolean;
    openProcesses: { process: string }[];
  };
  return { missingNow, searched: openProcesses.some(({ process }) => process === 'missing-episode') };
};

/** What somebody is given of the address of his placement in Scotland. */
const addressFor = async (as: string) => {
  const { json } = await asked(throughline, {
    as,
    query: 'entry(id: $id) { withheld { category reason } ... on PlacementMade { address } }',
    variables: { id: eventOf('q33') },
  });
  const { address, withheld } = json.data?.entry as {
    address: string | null;
    withheld: { category: string; reason: string }[];
  };
  return address ?? withheld.find(({ category }) => category === 'LOCATION')?.reason ?? null;
};

describe('Quan in the story', () => {
  it.each([
    ['2010-11-05T22:00:00.000Z', 'before the alarm', ''],
    ['2010-11-06T12:00:00.000Z', 'the morning after', 'q15'],
    ['2011-03-08T10:59:00.000Z', 'while two forces agree that it is him', 'q15'],
    ['2011-03-08T11:00:00.000Z', 'once he is located', 'q15 q27'],
  ])('at %s, %s, is missing or not by this record: %s', async (asOf, _, labels) => {
    for (const as of ['bronwen-fairholt', 'kate-westmarch', 'isla-guardians']) {
      const seen = await timelineOf(throughline, { as, caseId: quan, asOf });
      const ofEpisode = seen.filter(({ type }) => type === 'ChildReportedMissing' || type === 'ChildLocated');
      // The guardians came onto the case when he had been found; before that they had nothing.
      expect(ofEpisode.map(({ eventId }) => labelOf(eventId)).join(' ')).toBe(
        as === 'isla-guardians' ? '' : labels,
      );
    }
  });

  it('is graded twice in one night, with the dispute between the grades', async () => {
    const seen = await timelineOf(throughline, {
      as: 'vera-westmarch',
      caseId: quan,
      asOf: '2010-11-06T12:00:00.000Z',
    });
    const labels = seen.map(({ eventId }) => labelOf(eventId));
    expect(labels.slice(labels.indexOf('q15'))).toEqual(['q15', 'q16', 'q18', 'q19-investigator', 'q19']);
  });

  it('is not missing now, as his worker, the police and his guardian see it', async () => {
    for (const as of ['bronwen-fairholt', 'kate-westmarch', 'isla-guardians'])
      expect(await summaryFor(as)).toEqual({ missingNow: false, searched: false });
  });
});

describe('Quan missing again', () => {
  const alarm = { as: 'simon-fairholt', on: quan, ...like('q15') };
  const readers = [
    'bronwen-fairholt',
    'isla-guardians',
    'kate-westmarch',
    'vera-westmarch',
    'hugh-westmarch',
    'lena-beacon',
  ];
  const addresses = async () => Promise.all(readers.map(addressFor));
  const address = 'Kirkbrae Cottage, Strathlorn';

  it('is looked for by an investigation that has his address for as long as he is, and no longer', async () => {
    expect(await addresses()).toEqual([
      address,
      address,
      'ONLY_WHILE_MISSING',
      'ONLY_WHILE_MISSING',
      null,
      null,
    ]);
    const reported = await recordAndSettle(throughline, alarm);
    expect(await summaryFor('bronwen-fairholt')).toEqual({ missingNow: true, searched: true });
    expect(await addresses()).toEqual([address, address, address, address, null, null]);
    const located = {
      as: 'fiona-northmere-police',
      on: quan,
      ...like('q27'),
      relations: { about: [reported.eventId] },
    };
    await recordAndSettle(throughline, located);
    expect(await summaryFor('kate-westmarch')).toEqual({ missingNow: false, searched: false });
    expect(await addresses()).toEqual([
      address,
      address,
      'ONLY_WHILE_MISSING',
      'ONLY_WHILE_MISSING',
      null,
      null,
    ]);
    // Looking back does not give it either: what counts is what may be seen today.
    const back = { as: 'kate-westmarch', caseId: quan, asOf: reported.recordedAt };
    expect(
      (await timelineOf(throughline, back)).find(({ eventId }) => eventId === eventOf('q33'))?.level,
    ).toBe('PARTIAL');
  });

  it('is nobody whose case is closed: neither the one that searches nor one that is linked to it', async () => {
    const reported = await recordAndSettle(throughline, alarm);
    const [q24] = storyOf('quan').refused;
    expect(q24).toMatchObject({ rule: 'child-is-missing', action: { label: 'q24', who: 'angela-fairholt' } });
    const closing = { type: q24!.action.declaration.type, details: q24!.action.details };
    const before = await typesSeen(throughline, { as: 'angela-fairholt', caseId: quan });
    for (const [as, on] of [
      ['angela-fairholt', quan],
      ['hugh-westmarch', caseOf('quan-westmarch-police')],
      ['fiona-northmere-police', caseOf('quan-northmere-police')],
    ] as const) {
      const { json } = await attempt(throughline, { as, on, ...closing });
      expect(json.errors?.[0]?.extensions).toEqual({ code: 'RULE_REFUSED', rule: 'child-is-missing' });
      expect(json.data ?? null).toBeNull();
    }
    expect(await typesSeen(throughline, { as: 'angela-fairholt', caseId: quan })).toEqual(before);

    const located = {
      as: 'fiona-northmere-police',
      on: quan,
      ...like('q27'),
      relations: { about: [reported.eventId] },
    };
    await recordAndSettle(throughline, located);
    const closed = await record(throughline, { as: 'angela-fairholt', on: quan, ...closing });
    const seen = await typesSeen(throughline, {
      as: 'angela-fairholt',
      caseId: quan,
      atLeast: closed.position,
    });
    expect(seen.filter((type) => !type.startsWith('Deadline')).at(-1)).toBe('CaseClosed');
    const more = await attempt(throughline, alarm);
    expect(more.json.errors?.[0]?.extensions).toEqual({ code: 'RULE_REFUSED', rule: 'case-is-closed' });
  });
});
