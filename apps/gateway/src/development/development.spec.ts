import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getIntrospectionQuery } from 'graphql';
import { startGateway, type RunningGateway } from '../gateway.fixture.js';

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startGateway({
    development: {
      people: () =>
        Promise.resolve([
          {
            handle: 'amina',
            name: 'Amina Farah',
            role: 'investigator',
            organisation: { id: 'northshire-police', name: 'Northshire Police', function: 'police' },
            purposes: ['safeguarding'],
          },
        ]),
      tokenFor: (handle) => Promise.resolve(handle === 'amina' ? 'officer' : undefined),
    },
  });
});
afterAll(() => gateway.stop());

const post = (body: string) =>
  fetch(`${gateway.address}/dev/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

describe('development', () => {
  it('lists who one can be, and gives the token of one of them', async () => {
    const people = (await (await fetch(`${gateway.address}/dev/people`)).json()) as {
      people: { handle: string }[];
    };
    expect(people.people.map(({ handle }) => handle)).toEqual(['amina']);
    expect(await (await post('{"person":"amina"}')).json()).toEqual({ token: 'officer' });
  });

  it('refuses an unknown handle, no handle, and what is not JSON', async () => {
    expect((await post('{"person":"nobody"}')).status).toBe(404);
    expect((await post('{}')).status).toBe(400);
    expect((await post('{"person":')).status).toBe(400);
  });

  it('tells the whole schema, which production does not', async () => {
    const answer = await gateway.ask(getIntrospectionQuery());
    expect(answer.errors).toEqual([]);
    expect(answer.text).toContain('AgeDeterminationAsserted');
  });

  it('serves a page for browsers that takes nothing from elsewhere', async () => {
    const page = await fetch(`${gateway.address}/graphql`, { headers: { accept: 'text/html,*/*' } });
    const text = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(text).not.toMatch(/https?:\/\//);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/https?:|script-src[^;]*unsafe/);
    const named = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path ?? '');
    expect(named).toHaveLength(4);
    for (const path of named) {
      const asset = await fetch(gateway.address + path);
      expect([path, asset.status]).toEqual([path, 200]);
      expect((await asset.arrayBuffer()).byteLength).toBeGreaterThan(1_000);
    }
  });
});
