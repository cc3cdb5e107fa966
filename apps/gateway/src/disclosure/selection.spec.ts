import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { partsIn } from '#casework';
import { anEntry, ourCase, startGateway, type RunningGateway } from '../gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
beforeEach(() => {
  gateway.reset();
  gateway.behind.entries.push(anEntry('ContactReceived', {}), anEntry('ContactTurnedAway', {}));
});
afterAll(() => gateway.stop());

/** The parts that the read side was asked for, by type. */
const selected = async (
  node: string,
  more = '',
  variables: unknown = {},
): Promise<Record<string, string[]>> => {
  const declared = more.startsWith('(') ? more.slice(0, more.indexOf(')') + 1) : '';
  const query = `query${declared} { timeline(caseId: "${ourCase}") { edges { node { ${node} } } } } ${more.slice(declared.length)}`;
  const answer = await gateway.ask(query, variables);
  expect(answer.errors).toEqual([]);
  return Object.fromEntries([...gateway.behind.selected].map(([type, parts]) => [type, partsIn(parts)]));
};

describe('what a query opens', () => {
  it('is nothing where only the header is asked for', async () => {
    expect(await selected('eventId type occurred withheld { category }')).toEqual({
      ContactReceived: [],
      ContactTurnedAway: [],
    });
  });

  it('is the parts of the selected fields of each type, and of no other type', async () => {
    expect(await selected('... on ContactReceived { channel account }')).toEqual({
      ContactReceived: ['core.coded', 'care.told'],
      ContactTurnedAway: [],
    });
  });

  it('does not depend on what an alias calls a field', async () => {
    expect(await selected('... on ContactReceived { channel: childsWords }')).toMatchObject({
      ContactReceived: ['voice.told'],
    });
  });

  it('follows named fragments, also through others and through the interface', async () => {
    const fragments = `fragment Outer on TimelineEntry { ...Inner ... on TimelineEntry { ...Inner } }
      fragment Inner on ContactTurnedAway { lawReliedOn reason }`;
    expect(await selected('...Outer', fragments)).toEqual({
      ContactReceived: [],
      ContactTurnedAway: ['core.coded', 'core.told'],
    });
  });

  it('leaves out what is skipped or not included, by literals and by variables', async () => {
    const node = `... on ContactReceived {
      account @skip(if: true) childsWords @include(if: $words) nameGiven @skip(if: $quiet) channel @include(if: true)
    }`;
    expect(
      await selected(node, '($words: Boolean!, $quiet: Boolean = true)', { words: false }),
    ).toMatchObject({
      ContactReceived: ['core.coded'],
    });
  });

  it('is put together where one field is selected in several places', async () => {
    const query = `{
      timeline(caseId: "${ourCase}") { edges { node { ... on ContactReceived { account } } } }
      timeline(caseId: "${ourCase}") { edges { node { ... on ContactReceived { nameGiven } } } }
    }`;
    const answer = await gateway.ask(query);
    expect(answer.errors).toEqual([]);
    expect(partsIn(gateway.behind.selected.get('ContactReceived') ?? 0)).toEqual([
      'identity.told',
      'care.told',
    ]);
  });

  it('is recorded as it was selected', async () => {
    await selected('... on ContactReceived { account }');
    const [disclosure] = gateway.behind.disclosed;
    expect(disclosure?.touches[0]?.events.map(({ parts }) => partsIn(parts))).toEqual([['care.told'], []]);
  });
});
