import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { asyncapiDocument } from '../../apps/contracts/src/asyncapi/document.js';
import { protoImage, places, textAt } from '../../apps/contracts/src/contracts.js';
import { eventTypes } from '../../apps/feed/src/list-event-types.js';

const subscribing = `
  type Query { alive: Boolean }
  "An entry that is new."
  type CaseEntryPublished { id: ID! cursor: String! }
  "A place to go on from."
  type FeedCheckpoint { cursor: String! caughtUp: Boolean! }
  union CaseDelivery = CaseEntryPublished | FeedCheckpoint
  type Subscription { caseEvents(after: String): CaseDelivery! }
`;

/** The specification's own schema; without the ids by which its parts are served, since nothing is fetched. */
const specification = JSON.parse(
  textAt('node_modules/@asyncapi/specs/schemas/3.0.0-without-$id.json'),
) as object;

let document: ReturnType<typeof asyncapiDocument>;
beforeAll(() => {
  document = asyncapiDocument(subscribing, protoImage());
});

const refsIn = (value: unknown): readonly string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([name, inner]) =>
        name === '$ref' && typeof inner === 'string' ? [inner] : refsIn(inner),
      );

const problemsOf = (candidate: unknown): readonly string[] => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.validate(specification, candidate);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
};

describe('the AsyncAPI document', () => {
  it('is one by the specification, and what is published is too', () => {
    expect(problemsOf(document)).toEqual([]);
    expect(problemsOf(parse(textAt(places.asyncapi.published)))).toEqual([]);
    expect(problemsOf({ ...document, operations: { wrong: { action: 'shout' } } })).not.toEqual([]);
  });

  it('refers to nothing that is not there', () => {
    const missing = refsIn(document).filter((ref) => {
      if (!ref.startsWith('#/')) return !existsSync(join(dirname(places.asyncapi.published), ref));
      return (
        ref
          .slice(2)
          .split('/')
          .reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], document) ===
        undefined
      );
    });
    expect(missing).toEqual([]);
  });

  it('has a message for each type of event that is delivered, by its newest schema', () => {
    expect(Object.keys(document.components.messages)).toEqual(
      expect.arrayContaining(eventTypes.eventTypes.map(({ type, version }) => `${type}.v${version}`)),
    );
    expect(document.components.messages['DeadlineSet.v2']).toMatchObject({
      payload: { $ref: '../proto/events/DeadlineSet.v2.json' },
      'x-cloudevents-type': 'throughline.entry.DeadlineSet.v2',
    });
    expect(document.components.messages['DeadlineSet.v1']).toBeUndefined();
  });

  it('has a channel for each way of delivery, with each form that it has', () => {
    expect(Object.keys(document.channels)).toEqual(
      expect.arrayContaining(['graphql.caseEvents', 'grpc.CaseEvents.Subscribe', 'webhook.caseEvents']),
    );
    expect(document.channels['graphql.caseEvents']).toMatchObject({
      messages: { 'graphql.CaseEntryPublished': {}, 'graphql.FeedCheckpoint': {} },
    });
    expect(document.channels['grpc.CaseEvents.Subscribe']).toMatchObject({
      address: '/throughline.feed.v1.CaseEvents/Subscribe',
      messages: {
        'grpc.EntryPublished': {},
        'grpc.EntryEnded': {},
        'grpc.Checkpoint': {},
        'grpc.CaughtUp': {},
      },
    });
  });
});
