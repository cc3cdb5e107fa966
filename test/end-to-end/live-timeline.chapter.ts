import { describe, expect, it } from '@jest/globals';
import type { EventId } from '#kernel';
import { timelineOf, unknownCase } from './asking.fixture.js';
import { follow, type Followed } from './following.fixture.js';
import { like, recordAndSettle } from './recording.fixture.js';
import { throughline } from './running.fixture.js';
import { caseOf, eventOf } from './samples.fixture.js';
import { until } from './until.fixture.js';

const quan = caseOf('quan');
const kate = { as: 'kate-westmarch', cases: [quan] };
const placement = eventOf('q33');

const timelineIds = async (): Promise<readonly EventId[]> =>
  (await timelineOf(throughline, { as: kate.as, caseId: quan })).map(({ eventId }) => eventId).sort();
const idsOf = ({ entries }: Followed): readonly EventId[] => [...entries.keys()].sort();
const untilItHas = (followed: Followed, eventId: EventId) => until(() => followed.entries.has(eventId));
const untilAddressIs = (followed: Followed, address: string | null) =>
  until(() => followed.entries.get(placement)?.address === address);
const idsDelivered = ({ deliveries }: Followed) => deliveries.flatMap(({ id }) => id ?? []);

describe('an investigator who follows Quan’s case', () => {
  it('has what the timeline has, then what is recorded, and his address only while he is missing', async () => {
    const followed = await follow(kate);
    await followed.caughtUp();
    expect(idsOf(followed)).toEqual(await timelineIds());
    expect(followed.entries.get(placement)).toMatchObject({ level: 'PARTIAL', address: null });

    const alarm = { as: 'simon-fairholt', on: quan, ...like('q15') };
    const reported = await recordAndSettle(throughline, alarm);
    await untilItHas(followed, reported.eventId);
    await untilAddressIs(followed, 'Kirkbrae Cottage, Strathlorn');

    const located = await recordAndSettle(throughline, {
      as: 'fiona-northmere-police',
      on: quan,
      ...like('q27'),
      relations: { about: [reported.eventId] },
    });
    await untilItHas(followed, located.eventId);
    await untilAddressIs(followed, null);
    expect(new Set(idsDelivered(followed)).size).toBe(idsDelivered(followed).length);
    followed.stop();
  });

  it('goes on behind their last cursor after an interruption, with nothing missing and nothing twice', async () => {
    const first = await follow(kate);
    await first.caughtUp();
    first.stop();
    await first.ended;
    const told = { as: 'simon-fairholt', on: quan, ...like('q12-view') };
    const { eventId } = await recordAndSettle(throughline, told);
    const { cursor } = first.deliveries.at(-1)!;
    const second = await follow({ ...kate, after: cursor });
    await untilItHas(second, eventId);
    await second.caughtUp();
    const both = [...idsDelivered(first), ...idsDelivered(second)];
    expect(new Set(both).size).toBe(both.length);
    expect([...new Set([...idsOf(first), ...idsOf(second)])].sort()).toEqual(await timelineIds());
    second.stop();
  });

  it('leaves a record of it, which whoever may read the access log finds', async () => {
    const followed = await follow(kate);
    await followed.caughtUp();
    followed.stop();
    const { json } = await throughline.ask({
      as: kate.as,
      query: `{ accessLog(caseId: "${quan}", first: 100) { edges { node { person events { eventId } } } } }`,
    });
    const { edges } = json.data?.accessLog as {
      edges: { node: { person: string; events: { eventId: EventId }[] | null } }[];
    };
    const mine = edges.filter(({ node }) => node.person === kate.as);
    expect(mine.length).toBeGreaterThan(0);
  });
});

describe('somebody who must not know of the case', () => {
  it('is answered what everybody is who asks for none', async () => {
    const refusals: unknown[] = [];
    for (const cases of [[caseOf('miriam')], [unknownCase]])
      refusals.push(await (await follow({ as: kate.as, cases })).ended);
    expect(refusals[0]).toEqual([
      {
        message: 'There is no such thing.',
        extensions: { code: 'NOT_FOUND' },
        locations: expect.anything(),
        path: ['caseEvents'],
      },
    ]);
    expect(refusals[1]).toEqual(refusals[0]);
  });

  it('and has another’s cursor is told that it is not theirs', async () => {
    const followed = await follow(kate);
    await followed.caughtUp();
    followed.stop();
    const { cursor } = followed.deliveries.at(-1)!;
    const taken = await (await follow({ as: 'bronwen-fairholt', cases: [quan], after: cursor })).ended;
    expect(taken).toMatchObject([{ extensions: { code: 'CURSOR_REFUSED', reason: 'NOT_YOURS' } }]);
  });
});
