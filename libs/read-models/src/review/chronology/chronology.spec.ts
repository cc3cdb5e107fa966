import { describe, expect, it } from '@jest/globals';
import { sampleRecord } from '../findings/sample-records.fixture.js';
import { answered, recordOf, type BuiltRecord } from '../record.fixture.js';
import { chronologyQuestion } from './chronology-question.js';
import type { ChronologyRow } from './chronology-row.js';
import type { Chronology, ChronologyOptions, ChronologyWords } from './chronology.js';

const asRecorded: ChronologyOptions = { identities: 'personalised', dates: 'kept', comments: true };
const names: Readonly<Record<string, string>> = {
  'colin-northbridge': 'Colin Ferris',
  'amina-lantern': 'Amina Bello',
};
const words: ChronologyWords = {
  findings: () => Promise.resolve([]),
  personName: (person) => names[person] ?? null,
  yearsShifted: 4,
};

const chronologyOf = (
  record: BuiltRecord,
  options: Partial<ChronologyOptions> = {},
  more: Partial<ChronologyWords> = {},
): Promise<Chronology> =>
  answered(chronologyQuestion({ ...asRecorded, ...options }, { ...words, ...more }), record).answer;

const rowsOf = async (chronology: Chronology, organisation: string | null = null) => {
  const section = chronology.sections.find((one) => one.organisation === organisation);
  const rows: ChronologyRow[] = [];
  for await (const row of section!.rows()) rows.push(row);
  return rows;
};

const miriam = sampleRecord('miriam');

describe('the integrated chronology of Miriam', () => {
  it('has each agency’s own first, then all together', async () => {
    const { sections } = await chronologyOf(miriam);
    expect(sections.map(({ heading }) => heading)).toEqual([
      'Asylum Casework Directorate',
      'Border Operations',
      'Competent Authority for the National Referral Mechanism',
      "Eastmoor Council, Children's Services",
      'Lantern Refuge',
      'Metro Police',
      "Northbridge Council, Children's Services",
      "St Bride's Hospital",
      'All agencies',
    ]);
  });

  it('tells of the third refusal what was said, decided, seen and heard', async () => {
    const rows = await rowsOf(await chronologyOf(miriam));
    const third = rows.find(({ eventId }) => eventId === 'm13');
    expect(third).toMatchObject({
      occurredFrom: '2008-09-30T15:50',
      occurredTo: '2008-09-30T15:50',
      precision: 'time',
      recorded: '2008-09-30 16:45',
      lag: '',
      agency: "Northbridge Council, Children's Services",
      source: 'own act',
      child: 'Child seen alone: yes. Interpreter used: no.',
    });
    expect(third?.event).toMatch(
      /^Contact turned away\. Reason: immigration matter\. Law relied on: Local practice note/,
    );
    expect(third?.decision).toMatch(
      /^Rationale: Practice note says that immigration must be resolved first\./,
    );
  });

  it('marks what was recorded years later, with how long it took', async () => {
    const rows = await rowsOf(await chronologyOf(miriam));
    const late = rows.filter(({ marks }) => marks.includes('late-entry'));
    expect(late.map(({ eventId, lag }) => [eventId, lag])).toEqual([
      ['m1', '6 years and 227 days'],
      ['m2', '3 years and 254 days'],
      ['m4', '3 years and 259 days'],
      ['m7', '3 years and 318 days'],
      ['m27', '20 days'],
    ]);
  });

  it('puts the log of the front desk and what the child says of it side by side', async () => {
    const rows = await rowsOf(await chronologyOf(miriam));
    const [said, logged] = ['m7', 'm6'].map((id) => rows.find(({ eventId }) => eventId === id));
    expect(said?.marks).toContain('in-conflict');
    expect(logged?.marks).toContain('disputed');
    expect(said?.event).toContain(`Another version stands beside this one: ${logged?.reference}.`);
    expect(logged?.event).toContain(`Another version stands beside this one: ${said?.reference}.`);
  });

  it('has a row for every time in which no agency has anything on record', async () => {
    const rows = await rowsOf(await chronologyOf(miriam));
    const gaps = rows.filter(({ kind }) => kind === 'gap');
    expect(gaps.map(({ occurredFrom, event }) => [occurredFrom, event])).toEqual([
      ['2007-02-28', 'Nothing is on record of any agency for 96 days.'],
      ['2007-06-04', 'Nothing is on record of any agency for 225 days.'],
      ['2008-01-15', 'Nothing is on record of any agency for 259 days.'],
      ['2008-09-30', 'Nothing is on record of any agency for 1 year and 93 days.'],
    ]);
  });

  it('has the reviewers’ comments as a layer that can be left away', async () => {
    const finding = {
      about: ['m6'],
      kind: 'missed-opportunity',
      significance: 'turning-point',
      finding: 'A child of fourteen was sent away.',
      recommendation: null,
    };
    const commented = await chronologyOf(miriam, {}, { findings: () => Promise.resolve([finding]) });
    const row = (await rowsOf(commented)).find(({ eventId }) => eventId === 'm6');
    expect(row).toMatchObject({
      comment: 'Missed opportunity. A child of fourteen was sent away.',
      significance: 'turning point',
    });
    const plain = await chronologyOf(
      miriam,
      { comments: false },
      { findings: () => Promise.resolve([finding]) },
    );
    expect(
      (await rowsOf(plain)).every(({ comment, significance }) => comment === '' && significance === ''),
    ).toBe(true);
  });
});

describe('an anonymised chronology', () => {
  const anonymised = { identities: 'anonymised', dates: 'shifted' } as const;

  it('holds no name, number, address or birth date that the record has as one', async () => {
    const chronology = await chronologyOf(miriam, anonymised);
    const text = JSON.stringify([
      await rowsOf(chronology),
      chronology.people,
      await rowsOf(chronology, 'northbridge'),
    ]);
    for (const name of [
      ...['Miriam', 'Okon', 'Okoro', 'Patience', 'Udoh', 'Bassey', 'Colin', 'Ferris', 'Amina', 'Bello'],
      ...[
        'SB 204417',
        'MP/08/001187',
        'AC/10/55213',
        'Calder House, Northbridge',
        '1992-03-14',
        '1990-03-14',
      ],
      ...['Northbridge Council', 'Eastmoor', 'Lantern', 'Metro Police', "St Bride's Hospital"],
    ])
      expect(text).not.toContain(name);
  });

  it('calls one person and one agency the same throughout', async () => {
    const chronology = await chronologyOf(miriam, anonymised);
    const rows = await rowsOf(chronology);
    const turnedAway = rows.find(({ event }) => event.startsWith('Contact turned away'));
    expect(turnedAway?.people).toBe('P2, duty worker');
    expect(turnedAway?.event).not.toContain('Decided by');
    expect(turnedAway?.agency).toBe('Children services 1');
    expect(chronology.people[1]).toEqual({
      code: 'P2',
      name: null,
      role: 'duty-worker',
      agency: 'Children services 1',
    });
  });

  it('shifts every date by the same years', async () => {
    const rows = await rowsOf(await chronologyOf(miriam, anonymised));
    expect(rows[0]).toMatchObject({ occurredFrom: '2000-07-18', recorded: '2007-03-02 12:20' });
    expect(rows[1]).toMatchObject({ occurredFrom: '2000-08?', occurredTo: '2003-02' });
  });

  it('keeps its codes and numbers when more is recorded', async () => {
    const events = [
      { label: 'a', by: 'council', type: 'ContactReceived', occurred: '2010-03-01', person: 'p-a' },
      {
        label: 'b',
        by: 'police',
        type: 'PoliceEncounterRecorded',
        occurred: '2010-02-01',
        at: '2010-03-02',
        person: 'p-b',
      },
    ];
    const later = {
      label: 'c',
      by: 'clinic',
      type: 'HealthAttendanceRecorded',
      occurred: '2009-01-01',
      at: '2011-01-01',
      person: 'p-c',
    };
    const agencies = { council: 'children-services', police: 'police', clinic: 'health' } as const;
    const codes = async (record: BuiltRecord) => {
      const rows = await rowsOf(await chronologyOf(record, anonymised));
      return rows
        .filter(({ kind }) => kind === 'entry')
        .map(({ reference, people, agency }) => `${reference} ${people} ${agency}`);
    };
    const before = await codes(recordOf({ agencies, events }));
    const after = await codes(recordOf({ agencies, events: [...events, later] }));
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after).toHaveLength(3);
  });
});

describe('who had an event when it was recorded', () => {
  it('is told with when the others came to have it', async () => {
    const record = recordOf({
      agencies: {
        council: ['children-services', 'Council'],
        police: ['police', 'Police'],
        refuge: ['voluntary', 'Refuge'],
        clinic: ['health', 'Clinic'],
      },
      events: [{ label: 'a', by: 'council', type: 'ContactTurnedAway', occurred: '2010-03-01T10:00' }],
      spells: [
        { agency: 'police', event: 'a', from: '2010-03-01T10:05' },
        { agency: 'refuge', event: 'a', from: '2010-06-01' },
      ],
      openings: [
        { agency: 'police', event: 'a', at: '2010-03-01T11:00' },
        { agency: 'refuge', event: 'a', at: '2010-06-03' },
      ],
    });
    const [row] = await rowsOf(await chronologyOf(record));
    expect(row?.knownTo).toBe('Then opened by A3. Later A4 2010-06-01, opened 2010-06-03.');
  });
});

describe('deadlines', () => {
  const deadline = {
    duty: 'referral-decision',
    rule: 'referral-decision-2006',
    strength: 'guidance',
    responsible: 'council',
    due: '2008-10-02T00:00',
  };
  const record = recordOf({
    agencies: { council: ['children-services', 'Council'], police: ['police', 'Police'] },
    events: [
      { label: 'contact', by: 'council', type: 'ContactReceived', occurred: '2008-09-30' },
      {
        label: 'set',
        by: 'throughline',
        type: 'DeadlineSet',
        occurred: '2008-09-30',
        relations: { about: ['contact'] },
        details: deadline,
      },
      {
        label: 'missed',
        by: 'throughline',
        type: 'DeadlineMissed',
        occurred: '2008-10-02',
        relations: { about: ['contact'] },
        details: deadline,
      },
      {
        label: 'met',
        by: 'throughline',
        type: 'DeadlineMet',
        occurred: '2008-10-04',
        relations: { about: ['contact'] },
        details: { ...deadline, met: '2008-10-04', minutesLate: 2_880 },
      },
    ],
  });

  it('stand with the event that started the clock, under the rule of then; a missed one is a row too', async () => {
    const rows = await rowsOf(await chronologyOf(record), 'council');
    expect(rows.map(({ eventId }) => eventId)).toEqual(['contact', 'missed']);
    expect(rows[0]).toMatchObject({
      practice: 'referral decision: referral-decision-2006 (guidance).',
      deadline: 'referral decision due 2008-10-02T00:00; missed; met 2008-10-04, 2 days late.',
      action: '2 deadline missed.',
    });
    expect(rows[1]?.agency).toBe('Council');
  });
});

it.each([1, 199, 200, 201, 401])(
  'is the same when it is read again, and whole, at %d events',
  async (count) => {
    const record = recordOf({
      agencies: { council: 'children-services' },
      events: Array.from({ length: count }, (_, index) => ({
        label: `e${index}`,
        by: 'council',
        type: 'ContactReceived',
        occurred: `20${String(10 + Math.floor(index / 28)).padStart(2, '0')}-01-${String(1 + (index % 28)).padStart(2, '0')}`,
        details: { channel: 'in-person', account: 'What was said.' },
      })),
    });
    const chronology = await chronologyOf(record);
    const [once, again] = [await rowsOf(chronology), await rowsOf(chronology)];
    expect(once).toEqual(again);
    const entries = once.filter(({ kind }) => kind === 'entry');
    expect(entries).toHaveLength(count);
    expect(entries.every(({ event }) => event.includes('Account: What was said.'))).toBe(true);
  },
);
