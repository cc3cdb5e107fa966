import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { describeOnEachDatabase } from '#platform/testing';
import { counting, patiently, read, workshop, type Workshop } from './projections.fixture.js';

describeOnEachDatabase('the progress of what is read', (make) => {
  let shop: Workshop;
  beforeEach(async () => {
    shop = await workshop(make);
  });
  afterEach(() => shop.close());

  it('calls those back who asked for it whenever something can be read that could not before, and then no more', async () => {
    await shop.append('one');
    shop.run(counting());
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
    let called: () => void = () => undefined;
    let calls = 0;
    const end = shop.progress.moved(() => {
      calls += 1;
      called();
    });
    const again = new Promise<void>((resolve) => (called = resolve));
    await shop.append('two');
    await again;
    expect((await read(shop.database)).types).toEqual(['one', 'two']);
    end();
    const before = calls;
    expect(await shop.progress.waitFor(await shop.append('three'), patiently)).toBe(true);
    expect(calls).toBe(before);
  });
});
