import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startThroughline, type Throughline } from '../throughline.fixture.js';

let throughline: Throughline;
beforeAll(async () => {
  throughline = await startThroughline();
}, 120_000);
afterAll(() => throughline.close());

describe('a newcomer', () => {
  it('asks who they are', async () => {
    const { json } = await throughline.ask({
      as: 'grace-northbridge',
      purpose: null,
      query: '{ me { person role } }',
    });
    expect(json).toEqual({ data: { me: { person: 'grace-northbridge', role: 'allocated-worker' } } });
  });
});
