import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Resolver, Subscription } from '@nestjs/graphql';
import { followsCases, Needs, readsCase } from '../access/permission.js';
import { follow, startSubscribing, type SubscribingGateway } from './subscribing.fixture.js';

const ran: string[] = [];
const endless = (name: string): AsyncIterableIterator<unknown> => {
  ran.push(name);
  const iterator: AsyncIterableIterator<unknown> = {
    next: () => Promise.resolve({ done: false, value: { [name]: 'handed over' } }),
    return: () => Promise.resolve({ done: true, value: undefined }),
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
};

/** What somebody might add without thinking of permissions. */
@Resolver()
class ForgetfulSubscriptions {
  @Subscription(() => String)
  everything(): AsyncIterableIterator<unknown> {
    return endless('everything');
  }

  @Subscription(() => String)
  @Needs(readsCase)
  readLive(): AsyncIterableIterator<unknown> {
    return endless('readLive');
  }

  @Subscription(() => String)
  @Needs(followsCases)
  pastTheFeed(): AsyncIterableIterator<unknown> {
    return endless('pastTheFeed');
  }
}

let gateway: SubscribingGateway;
beforeAll(async () => {
  gateway = await startSubscribing({}, {}, [ForgetfulSubscriptions]);
});
afterAll(() => gateway.stop());

const endOf = async (field: string) => {
  const following = follow(await gateway.client(), {}, `subscription { ${field} }`);
  return { end: await following.ended, deliveries: following.deliveries };
};

describe('a subscription', () => {
  it.each(['everything', 'readLive'])(
    'without a permission to subscribe (%s) is refused to everybody, and does not run',
    async (field) => {
      const { end, deliveries } = await endOf(field);
      expect(end).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
      expect(deliveries).toEqual([]);
      expect(ran).toEqual([]);
    },
  );

  it('that hands over what went through no feed is refused, for nothing would be recorded', async () => {
    const { end, deliveries } = await endOf('pastTheFeed');
    expect(end).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] });
    expect(deliveries).toEqual([]);
    expect(JSON.stringify(end)).not.toContain('handed over');
  });
});
