import { beforeAll, describe, expect, it } from '@jest/globals';
import type { CaseId } from '#kernel';
import { refusalOf, timelineOf, unknownCase } from './asking.fixture.js';
import { attempt, join, like, openCase, record, type Act } from './recording.fixture.js';
import { caseOf, eventOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

let caseId: CaseId;
let opened: string;
beforeAll(async () => {
  const begun = await openCase(throughline);
  caseId = begun.caseId;
  opened = begun.opened.eventId;
  await join(throughline, caseId, 'helen-northbridge');
});

const known = () => timelineOf(throughline, { as: 'amina-lantern', caseId });
const tomorrow = () => new Date(Date.now() + 36 * 3_600_000).toISOString().slice(0, 10);
const view = (otherwise: Partial<Act> = {}): Act => ({
  as: 'amina-lantern',
  on: caseId,
  ...like('q12-view'),
  ...otherwise,
});
/** What is wrong is said by field. */
const invalid = (field: string) => ({ code: 'INVALID_INPUT', field });
const invalidAction = (field: string) => ({
  ...invalid(field),
  fields: [{ field, message: expect.stringContaining(field) }],
});
const rule = (name: string) => ({ code: 'RULE_REFUSED', rule: name });

describe('an action that is refused, with nothing recorded', () => {
  it.each<[string, () => Act, object]>([
    ['a date that is none', () => view({ occurred: 'last Tuesday' }), invalidAction('occurred')],
    [
      '29 February of a year that has none',
      () => view({ occurred: '2011-02-29' }),
      invalidAction('occurred'),
    ],
    [
      'an interval that ends before it begins',
      () => view({ occurred: '2010-05-02/2010-05-01' }),
      invalidAction('occurred'),
    ],
    ['a date after today', () => view({ occurred: tomorrow() }), rule('occurred-before-recorded')],
    [
      'a text that is too long',
      () => view(like('q12-view', { view: 'x'.repeat(8_001) })),
      invalidAction('details.view'),
    ],
    ['a text of nothing', () => view(like('q12-view', { view: ' ' })), invalidAction('details.view')],
    ['a key that is too short', () => view({ key: 'short' }), invalidAction('key')],
    [
      'a number out of range',
      () => view(like('a4', { claimedAge: 31 })),
      invalidAction('details.claimedAge'),
    ],
    [
      'an organisation that is not registered',
      () => view(like('m15-to-northbridge', { to: 'nowhere' })),
      rule('concerned-organisation-is-registered'),
    ],
    [
      'a referral to immigration enforcement',
      () => view(like('m15-to-northbridge', { to: 'removals' })),
      rule('concerned-organisation-works-on-cases'),
    ],
    ['what another function owns', () => view(like('m22')), rule('organisation-records-what-it-owns')],
    [
      'a decision before there is a referral',
      () => ({ ...view(like('m19')), as: 'frances-authority', purpose: 'nrm-decision' }),
      { code: 'NOT_FOUND' },
    ],
    [
      'a child found who is not missing',
      () => ({ ...view(like('q27')), as: 'dawn-northbridge', relations: { about: [opened] } }),
      rule('relation-names-the-right-type'),
    ],
    [
      'a relation to what nobody recorded',
      () => view({ relations: { about: [unknownCase] } }),
      rule('relation-is-visible'),
    ],
    [
      'a relation to what stands on a case of others',
      () => view({ relations: { about: [eventOf('q1')] } }),
      rule('relation-is-visible'),
    ],
  ])('%s', async (_, act, expected) => {
    const before = await known();
    const { json } = await attempt(throughline, act());
    expect(json.errors?.[0]?.extensions).toEqual(expected);
    expect(json.errors?.[0]?.message).toMatch(/\w+ \w+/);
    expect(await known()).toEqual(before);
  });
});

describe('a case that must not be known to exist', () => {
  it('and one that there is not refuse an action with the same bytes', async () => {
    const hidden = await attempt(throughline, view({ on: caseOf('quan') }));
    const absent = await attempt(throughline, view({ on: unknownCase }));
    expect([hidden.status, hidden.body]).toEqual([absent.status, absent.body]);
    expect(refusalOf(hidden)).toBe('NOT_FOUND');
  });

  it('and one that there is not answer every question with the same bytes', async () => {
    for (const query of [
      'query ($id: ID!) { case(id: $id) { entries } }',
      'query ($id: ID!) { timeline(caseId: $id) { edges { cursor } } }',
      'query ($id: ID!) { timeline(caseId: $id, asOf: "2011-01-01T00:00:00.000Z", types: [CaseOpened]) { edges { cursor } } }',
      'query ($id: ID!) { accessLog(caseId: $id) { extent } }',
    ]) {
      const [hidden, absent] = await Promise.all(
        [caseOf('quan'), unknownCase].map((id) =>
          throughline.ask({ as: 'amina-lantern', query, variables: { id } }),
        ),
      );
      expect([hidden!.status, hidden!.body]).toEqual([absent!.status, absent!.body]);
      expect(refusalOf(hidden!)).toBe('NOT_FOUND');
    }
    const entries = await Promise.all(
      [eventOf('q1'), unknownCase].map((id) =>
        throughline.ask({
          as: 'amina-lantern',
          query: 'query ($id: ID!) { entry(id: $id) { level } }',
          variables: { id },
        }),
      ),
    );
    expect(entries[0]!.body).toBe(entries[1]!.body);
  });
});

describe('a page', () => {
  it('has at most 25 entries where words are asked for, and at most 100 where they are not', async () => {
    const page = (first: number, words: string) =>
      throughline.ask({
        as: 'amina-lantern',
        query: `{ timeline(caseId: "${caseId}", first: ${first}) { edges { node { eventId ${words} } } } }`,
      });
    const words = '... on CaseOpened { summary }';
    expect((await page(26, words)).json.errors?.[0]?.extensions).toEqual(invalid('first'));
    expect((await page(10_000, '')).json.errors?.[0]?.extensions).toEqual(invalid('first'));
    expect((await page(25, words)).json.errors).toBeUndefined();
    expect((await page(100, '')).json.errors).toBeUndefined();
  });

  it('goes on from a cursor of one’s own organisation alone', async () => {
    const query = `query ($after: String) { timeline(caseId: "${caseId}", first: 1, after: $after) { pageInfo { endCursor } } }`;
    const { json } = await throughline.ask({ as: 'amina-lantern', query });
    const { endCursor: after } = (json.data?.timeline as { pageInfo: { endCursor: string } }).pageInfo;
    const own = await throughline.ask({ as: 'amina-lantern', query, variables: { after } });
    expect(own.json.errors).toBeUndefined();
    const another = await throughline.ask({ as: 'dawn-northbridge', query, variables: { after } });
    expect(another.json.errors?.[0]?.extensions).toEqual(invalid('after'));
  });
});

describe('what is refused', () => {
  it('leaves nothing of it in the log', async () => {
    const secret = 'The name of the street is Orchard Lane.';
    await attempt(throughline, view({ occurred: secret }));
    await attempt(throughline, view(like('q12-view', { view: `${secret}${'x'.repeat(8_000)}` })));
    await attempt(throughline, view(like('m15-to-northbridge', { to: 'nowhere', circumstances: secret })));
    const accepted = await record(throughline, view(like('q12-view', { view: secret })));
    expect(accepted.repeated).toBe(false);
    expect(throughline.logged().join('')).not.toContain('Orchard Lane');
  });
});
