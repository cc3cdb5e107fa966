import { describe, expect, it } from '@jest/globals';
import { asked, refusalOf } from './asking.fixture.js';
import { caseOf, eventOf } from './samples.fixture.js';
import { throughline } from './running.fixture.js';

const quan = caseOf('quan');
const officer = 'neil-westmarch';
const address = 'Kirkbrae Cottage, Strathlorn';

const act = async (as: string, name: string, type: string, input: Readonly<Record<string, unknown>>) => {
  const selected = 'grantId until position inForce repeated';
  const answer = await throughline.ask({
    as,
    query: `mutation ($input: ${type}!) { ${name}(input: $input) { ${selected} } }`,
    variables: { input },
  });
  return {
    extensions: answer.json.errors?.[0]?.extensions,
    done: answer.json.data?.[name] as
      | { grantId: string; until: string; position: string; inForce: boolean | null; repeated: boolean }
      | null
      | undefined,
  };
};
const open = (key: string, caseId = quan, as = officer) =>
  act(as, 'openEmergencyAccess', 'OpenEmergencyAccessInput', {
    ...{ key, caseId, ground: 'THREAT_TO_LIFE', justification: 'He was seen getting into a van tonight.' },
  });
const end = (as: string, key: string, grantId: string) =>
  act(as, 'endEmergencyAccess', 'EndEmergencyAccessInput', { key, grantId });
const review = (as: string, key: string, grantId: string) =>
  act(as, 'reviewEmergencyAccess', 'ReviewEmergencyAccessInput', {
    ...{ key, grantId, outcome: 'JUSTIFIED', reasons: 'Nobody else could be asked in the night.' },
  });

/** What somebody is given of the address of his placement in Scotland. */
const placementFor = async (as: string) => {
  const { json } = await asked(throughline, {
    as,
    query: 'entry(id: $id) { ... on PlacementMade { address } }',
    variables: { id: eventOf('q33') },
  });
  return (json.data?.entry as { address: string | null } | null | undefined)?.address ?? null;
};

/** Which categories of an entry somebody is told to be withheld. */
const withheldFrom = async (as: string, label: string) => {
  const { json } = await asked(throughline, {
    as,
    query: 'entry(id: $id) { withheld { category } }',
    variables: { id: eventOf(label) },
  });
  const entry = json.data?.entry as { withheld: { category: string }[] } | null | undefined;
  return [...new Set(entry?.withheld.map(({ category }) => category))];
};

describe('an emergency in the night', () => {
  it('opens his case to an officer who is not on the investigation, and closes it again', async () => {
    expect(await placementFor(officer)).toBeNull();
    const { done } = await open('chapter-night-1');
    const granted = done!;
    expect(Date.parse(granted.until) - Date.now()).toBeGreaterThan(3.9 * 3_600_000);
    const read = await throughline.ask({
      as: officer,
      query: `query ($at: String!) { timeline(caseId: "${quan}", first: 5, atLeast: $at) { edges { cursor } } }`,
      variables: { at: granted.position },
    });
    expect(refusalOf(read)).toBeUndefined();
    expect(await placementFor(officer)).toBe(address);
    expect(await withheldFrom(officer, 'q1')).toContain('POLICE');
    const { json } = await throughline.ask({
      as: officer,
      query: `{ timeline(caseId: "${quan}", first: 100) { edges { node { type } } } }`,
    });
    // What gave access stands in no timeline.
    expect(JSON.stringify(json.data)).not.toContain('BREAK_GLASS');
    // His colleague on the same night has what he had.
    expect(await placementFor('imran-westmarch')).toBeNull();

    expect((await open('chapter-night-2')).extensions).toEqual({
      code: 'RULE_REFUSED',
      rule: 'one-emergency-access-at-a-time',
    });
    expect((await open('chapter-night-1')).done).toMatchObject({ grantId: granted.grantId, repeated: true });

    expect((await end('lena-beacon', 'chapter-end-0', granted.grantId)).extensions?.code).toBe('NOT_FOUND');
    expect((await end('moira-westmarch', 'chapter-end-1', granted.grantId)).done).toMatchObject({
      inForce: true,
    });
    expect(await placementFor(officer)).toBeNull();

    for (const own of [officer, 'moira-westmarch'])
      expect((await review(own, 'chapter-review-0', granted.grantId)).extensions?.code).toBe('FORBIDDEN');
    expect((await review('vera-westmarch', 'chapter-review-1', granted.grantId)).done).toBeTruthy();
    expect((await review('vera-westmarch', 'chapter-review-2', granted.grantId)).extensions).toEqual({
      code: 'RULE_REFUSED',
      rule: 'emergency-access-is-reviewed-once',
    });
  });

  it('opens nothing that is not there, and nothing to whom the agreement gives no such right', async () => {
    const absent = '00000000-0000-4000-8000-000000000000';
    expect((await open('chapter-absent', absent)).extensions).toEqual({ code: 'NOT_FOUND' });
    expect((await open('chapter-supervisor', quan, 'hugh-westmarch')).extensions?.code).toBe('FORBIDDEN');
  });
});
