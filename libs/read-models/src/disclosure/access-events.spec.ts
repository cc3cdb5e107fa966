import { describe, expect, it } from '@jest/globals';
import { detailsFrom, partSet } from '#casework';
import type { CaseTouch, Reader } from '../api.js';
import { accessRecords } from './access-events.js';

const author = { organisation: 'northbridge', person: 'grace', role: 'allocated-worker' } as const;
const reader: Reader = {
  principal: {
    ...author,
    function: 'children-services',
    team: null,
    supervisor: null,
    vetting: null,
    acr: null,
    author: { ...author, function: 'children-services' },
  },
  purpose: 'safeguarding',
  correlation: 'request-1',
};
const caseId = '01f723ad-f487-4790-8c73-222ee7f1ea73';
const touch: CaseTouch = {
  asked: 'timeline',
  caseId,
  caseKnown: true,
  outcome: 'given',
  whole: false,
  events: [{ eventId: 'a4db7074-cd59-46fd-9f43-af5879d2dad5', parts: partSet(['core.coded']) }],
  asOf: '2010-11-30',
  policyVersion: '2026-11',
  decidedBy: ['casework-reads-cases'],
  viewPosition: null,
};

describe('an access record', () => {
  it.each([
    ['what was given', touch],
    ['what was refused', { ...touch, outcome: 'denied' as const }],
  ])('of %s holds every field that its type demands', (_what, asked) => {
    const [record] = accessRecords(reader, asked, '2026-11-22T10:00:00.000Z');
    const told = detailsFrom(record!.parts);
    const demanded = Object.entries(record!.declaration.fields).filter(([, { optional }]) => !optional);
    expect(demanded.map(([field]) => field).filter((field) => told[field] === undefined)).toEqual([]);
    expect(told).toMatchObject({ policyInForce: '2026-11', decidingPolicies: ['casework-reads-cases'] });
  });

  it.each([
    ['timeline', 'query', 'timeline'],
    ['access-log', 'access-log', 'access-log'],
    ['export', 'export', 'export'],
    ['subscription', 'subscription', 'feed'],
    ['feed', 'feed', 'feed'],
    ['notification', 'notification', 'feed'],
  ] as const)(
    'of what was asked as %s says by which way it was handed over or refused',
    (asked, by, refused) => {
      const details = (outcome: CaseTouch['outcome']) => {
        const [record] = accessRecords(reader, { ...touch, asked, outcome }, '2026-11-22T10:00:00.000Z');
        expect(record!.header.parts.length).toBeGreaterThan(0);
        return detailsFrom(record!.parts);
      };
      expect(details('given')).toMatchObject({ by });
      expect(details('denied')).toMatchObject({ asked: refused });
    },
  );
});
