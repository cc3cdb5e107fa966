import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Transaction } from 'kysely';
import { describeOnEachDatabase } from '#platform/testing';
import { requestRebuild, ViewNotReady } from '#projections';
import { counting, patiently, read, workshop, type Counted, type Workshop } from './projections.fixture.js';

describeOnEachDatabase('a build', (make) => {
  let shop: Workshop;
  /** How many rows there were each time that a build was finished. */
  let finished: number[];
  beforeEach(async () => {
    shop = await workshop(make);
    finished = [];
  });
  afterEach(() => shop.close());

  const finish = async (transaction: Transaction<Counted>): Promise<void> => {
    const { rows } = await transaction
      .selectFrom('counted')
      .select(({ fn }) => fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow();
    await transaction.schema
      .createIndex('counted_by_type')
      .ifNotExists()
      .on('counted')
      .column('type')
      .execute();
    finished.push(rows);
  };
  const settled = async () => {
    expect(await shop.progress.waitFor(await shop.store().head(), patiently)).toBe(true);
  };

  const aWhile = () => new Promise((resolve) => setTimeout(resolve, 5));

  it('gets what only readers need when it is full, once, and before anybody reads it', async () => {
    const first = await shop.appendSome(7);
    shop.run(counting({ finish }));
    await settled();
    const second = await shop.appendSome(2);
    await settled();
    expect((await read(shop.database)).types).toEqual([...first, ...second]);
    expect(finished).toEqual([7]);
    await requestRebuild(shop.database, 'counting');
    while (finished.length < 2) await aWhile();
    expect(finished).toEqual([7, 9]);
  });

  it('is given to nobody before it has that', async () => {
    await shop.appendSome(4);
    let fails = true;
    const { alarms } = shop.run(
      counting({
        finish: (transaction) => {
          if (fails) throw new Error('there is no room for an index');
          return finish(transaction);
        },
      }),
    );
    while (alarms.length < 2) await aWhile();
    await expect(read(shop.database)).rejects.toBeInstanceOf(ViewNotReady);
    fails = false;
    await settled();
    expect(alarms[0]).toMatchObject({ kind: 'stalled', projection: 'counting', slot: 0 });
    expect(finished).toEqual([4]);
  });
});
