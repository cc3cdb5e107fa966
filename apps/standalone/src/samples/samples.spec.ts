import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { agencyFunctions, rolesOf, type AgencyFunction, type Role } from '#casework';
import { parseOccurred } from '#kernel';
import { readSamples, type LoadedSamples, type Samples } from './load-samples.js';
import { openedForSamples } from './opened-samples.fixture.js';
import { requestFor } from './requests.js';
import type { SampleAction } from './sample-story.js';

const samples = readSamples();
const actions = samples.stories.flatMap((story) => story.actions);
const oversight = samples.stories.flatMap((story) => story.oversight);
const refused = samples.stories.flatMap((story) => story.refused);
const labelled = (label: string): SampleAction => actions.find((action) => action.label === label)!;

/** The numbered events of each case; those of processes that are not built yet are left out of it. */
const numbers = (last: number, without: readonly number[]) =>
  Array.from({ length: last }, (_, index) => index + 1).filter((number) => !without.includes(number));
const expected = {
  miriam: numbers(34, [14]).map((number) => `m${number}`),
  adaeze: numbers(31, []).map((number) => `a${number}`),
  quan: numbers(39, [24, 34]).map((number) => `q${number}`),
};

describe('the sample cases', () => {
  it.each(Object.entries(expected))('tell every numbered event of %s', (name, labels) => {
    const story = samples.stories.find((each) => each.story === name);
    const told = [...(story?.actions ?? []), ...(story?.oversight ?? [])]
      .map(({ label }) => label)
      .filter((label) => /^[a-z]\d+$/.test(label));
    expect([...told].sort()).toEqual([...labels].sort());
  });

  it('fill every field of every type that they use at least once', () => {
    const filled = new Map<string, Set<string>>();
    for (const { declaration, details } of actions) {
      const names = filled.get(declaration.type) ?? new Set();
      Object.keys(details).forEach((name) => names.add(name));
      filled.set(declaration.type, names);
    }
    const empty = actions.flatMap(({ declaration }) =>
      Object.keys(declaration.fields)
        .filter((field) => !filled.get(declaration.type)?.has(field))
        .map((field) => `${declaration.type}.${field}`),
    );
    expect([...new Set(empty)]).toEqual([]);
  });

  it('have somebody in every role of every function, data protection and administration once', () => {
    const people = [...samples.directory.people.values()];
    const missing = agencyFunctions.flatMap((agency: AgencyFunction) =>
      rolesOf(agency)
        .filter((role) => !['data-protection-officer', 'administrator', 'system'].includes(role))
        .filter((role) => !people.some((person) => person.function === agency && person.role === role))
        .map((role) => `${agency}: ${role}`),
    );
    expect(missing).toEqual([]);
    const roles = new Set<Role>(people.map(({ role }) => role));
    expect([...roles]).toEqual(
      expect.arrayContaining(['data-protection-officer', 'administrator', 'system'] as Role[]),
    );
  });

  it('name no telephone number outside the ranges kept for drama, and no address that could resolve', () => {
    const folder = new URL('.', import.meta.url);
    const text = readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => readFileSync(new URL(file, folder), 'utf8'))
      .join('\n');
    const telephones = text.match(/(?<![\d/-])(?:\+44|0)[\d ]{8,}\d/g) ?? [];
    expect(telephones.length).toBeGreaterThan(20);
    expect(telephones.filter((number) => !/^(020 7946 0\d{3}|01632 960\d{3})$/.test(number))).toEqual([]);
    expect((text.match(/[\w.-]+@[\w.-]+/g) ?? []).filter((address) => !address.endsWith('.example'))).toEqual(
      [],
    );
  });

  it('place Adaeze’s recorded crime 385 days after she first told the police, and Quan’s going 28 hours after he was placed', () => {
    const dayOf = (label: string) => Date.parse(parsed(labelled(label).occurred));
    expect((dayOf('a27') - Date.parse(parsed('2010-02-10'))) / 86_400_000).toBe(385);
    expect(Math.floor((dayOf('q15') - dayOf('q11')) / 3_600_000)).toBe(28);
    const found = (finding: string) =>
      (labelled('a25').details.indicators as readonly { readonly finding: string }[]).filter(
        (indicator) => indicator.finding === finding,
      ).length;
    expect([found('yes'), found('suspected')]).toEqual([14, 6]);
  });
});

const parsed = (text: string): string => {
  const read = parseOccurred(text);
  if (!read.ok) throw new Error(read.reason);
  return read.value.earliest;
};

describe('the sample cases, loaded', () => {
  let opened: Awaited<ReturnType<typeof openedForSamples>>;
  let loaded: LoadedSamples;
  beforeAll(async () => {
    opened = await openedForSamples();
    loaded = await opened.load(samples);
  });
  afterAll(() => opened.close());

  it('stand on the record as told, each action at its time, through the rules of casework', () => {
    const told = [...actions, ...oversight];
    expect([...loaded.events.keys()].sort()).toEqual(told.map(({ label }) => label).sort());
    expect(loaded.people).toContain('amina-lantern');
    for (const { label, at, who } of told) {
      const header = opened.headers.get(loaded.events.get(label)!);
      expect([label, header?.recordedAt, header?.recordedBy.person]).toEqual([label, at, who]);
    }
  });

  it('have every deadline of a duty recorded at its time, as Miriam 14 has it and the same for 5 and 8', async () => {
    const log = await opened.inLog();
    const times = log.map(({ recordedAt }) => recordedAt);
    expect(times).toEqual([...times].sort());
    const missed = (label: string) =>
      log
        .filter(({ type }) => type === 'DeadlineMissed')
        .filter(({ relations }) => relations.some(({ event }) => event === loaded.events.get(label)))
        .map(({ occurred, recordedAt, recordedBy, concerns }) => [
          ...[occurred, recordedAt, recordedBy.role, concerns.duty, concerns.responsible],
        ]);
    expect([missed('m12'), missed('m5'), missed('m8')]).toEqual([
      [
        [
          '2008-10-02T00:00:00+01:00',
          '2008-10-01T23:00:00.000Z',
          'system',
          'referral-decision',
          'northbridge',
        ],
      ],
      [
        [
          '2007-02-28T00:00:00+00:00',
          '2007-02-28T00:00:00.000Z',
          'system',
          'referral-decision',
          'northbridge',
        ],
      ],
      [['2007-06-06T00:00:00+01:00', '2007-06-05T23:00:00.000Z', 'system', 'referral-decision', 'eastmoor']],
    ]);
    // Long after the last action nothing is left that could still come to be so.
    expect(times.at(-1)! < '2012').toBe(true);
  });

  it('have Quan’s night officer in his case for four hours, ended by itself and judged by another team in time', async () => {
    const stream = `grant-${loaded.grants.get('q17')}`;
    const onGrant = (await opened.inLog()).filter((header) => header.stream === stream);
    expect(onGrant.map(({ type, recordedAt, recordedBy }) => [type, recordedAt, recordedBy.person])).toEqual([
      ['BreakGlassOpened', '2010-11-06T02:00:00.000Z', 'neil-westmarch'],
      ['BreakGlassEnded', '2010-11-06T06:00:00.000Z', 'throughline'],
      ['BreakGlassReviewed', '2010-11-08T15:00:00.000Z', 'vera-westmarch'],
    ]);
    expect(new Set(onGrant.map(({ caseId }) => caseId))).toEqual(new Set([loaded.cases.get('quan')]));
  });

  it('have Miriam’s cases under review by two reviewers of the Capital board', () => {
    const header = opened.headers.get(loaded.events.get('m33')!);
    expect(header?.stream).toBe(`review-${loaded.reviews.get('m33')}`);
    expect(header?.concerns).toMatchObject({
      board: 'board',
      from: '2004',
      until: '2011',
      reviewers: ['edmund-board', 'judith-board'],
    });
    expect(header?.concerns.cases).toHaveLength(5);
  });

  it('keep Northbridge’s contacts with itself, and Miriam’s own account from immigration', () => {
    const handlingOf = (label: string) => opened.headers.get(loaded.events.get(label)!)?.handling;
    for (const label of ['m5', 'm6', 'm12', 'm13']) expect(handlingOf(label)?.releasableTo).toEqual([]);
    const account = opened.headers.get(loaded.events.get('m2')!);
    expect(account?.source).toBe('childs-account');
    expect(account?.handling.caveats).toEqual([{ caveat: 'not-for-immigration', parts: account?.parts }]);
  });

  it('are recorded once, however often they are loaded', async () => {
    const before = await opened.inLog();
    expect(await opened.load(samples)).toEqual(loaded);
    expect(await opened.inLog()).toEqual(before);
  });
});

describe('loading the sample cases', () => {
  let opened: Awaited<ReturnType<typeof openedForSamples>>;
  beforeEach(async () => {
    opened = await openedForSamples();
  });
  afterEach(() => opened.close());

  it('completes what was loaded in part', async () => {
    await opened.load(recordedBefore(labelled('m8').at), labelled('m8').at);
    const inPart = await opened.inLog();
    const { events } = await opened.load(recordedBefore(labelled('m10').at), labelled('m10').at);
    expect([...events.keys()]).toEqual(['a3', 'm3', 'm5', 'm6', 'm8', 'm9']);
    const complete = await opened.inLog();
    expect(complete.slice(0, inPart.length)).toEqual(inPart);
    const onCases = complete.filter(({ caseId }) => caseId !== null);
    const deadlines = onCases.filter(({ type }) => type.startsWith('Deadline'));
    expect(deadlines.map(({ type }) => type)).toEqual([
      ...['DeadlineSet', 'DeadlineMissed', 'DeadlineSet', 'DeadlineMissed'],
    ]);
    expect(onCases).toHaveLength(events.size + deadlines.length);
  });

  it('finds what must not be recorded refused at its time, by the rule that is named with it', async () => {
    expect(refused.map(({ action }) => action.label)).toEqual(['q24']);
    for (const { rule, action } of refused) {
      const known = await opened.load(recordedBefore(action.at), action.at);
      opened.clock.setTo(action.at);
      const answer = await opened.recording.record(requestFor(action, known, samples.directory));
      expect(answer).toMatchObject({ ok: false, reason: { code: 'RULE_REFUSED', rule } });
    }
  });

  it('says which action was refused, and by which rule or for which field', async () => {
    const closed: Samples = {
      ...samples,
      stories: [{ story: 'quan', actions: quanClosedEarly, refused: [], oversight: [] }],
    };
    await expect(opened.load(closed)).rejects.toThrow(
      'The sample action q24 was refused: rule child-is-missing.',
    );
    const unfilled = { ...labelled('m3'), label: 'unfilled', details: {} };
    const wrong: Samples = {
      ...samples,
      stories: [{ story: 'one', actions: [unfilled], refused: [], oversight: [] }],
    };
    await expect(opened.load(wrong)).rejects.toThrow(/unfilled was refused: details\.service /);
  });
});

/** The samples as they stand before an instant. */
const recordedBefore = (at: string): Samples => ({
  ...samples,
  stories: samples.stories.map((story) => ({
    ...story,
    actions: story.actions.filter((action) => action.at < at),
    oversight: story.oversight.filter((act) => act.at < at),
  })),
});

const quanClosedEarly = samples.stories
  .filter(({ story }) => story === 'quan')
  .flatMap((story) => [...story.actions, ...story.refused.map(({ action }) => action)])
  .filter(({ at }) => at < '2010-12');
