import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { buildSchema, GraphQLEnumType, GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { actions, declarations } from '#casework';
import { codeName, nameBook, namedCodes } from './names.js';
import { publishedSchema } from './published-schema.js';
import { entryDeclarations } from '../timeline/entry.types.js';

let text: string;
let schema: GraphQLSchema;
beforeAll(async () => {
  text = await publishedSchema();
  schema = buildSchema(text);
});

describe('the schema', () => {
  it('is the one that is published', () => {
    expect(readFileSync(resolve('docs/schema.graphql'), 'utf8') === text).toBe(true);
  });

  it('has a type for each type of event of a timeline, with every field of its declaration', () => {
    for (const { type, fields } of entryDeclarations) {
      const entry = schema.getType(type) as GraphQLObjectType;
      expect(entry.getInterfaces().map(({ name }) => name)).toEqual(['TimelineEntry']);
      expect(Object.keys(entry.getFields())).toEqual(expect.arrayContaining(Object.keys(fields)));
    }
  });

  it('has one mutation for each action, each act of oversight and on a webhook, and taking up an alert, and no other', () => {
    const mutations = Object.keys(schema.getMutationType()?.getFields() ?? {}).sort();
    const oversight = [
      ...['openEmergencyAccess', 'endEmergencyAccess', 'reviewEmergencyAccess'],
      ...['openReview', 'recordReviewFinding', 'exportChronology', 'closeReview'],
      'acknowledgeAlert',
    ];
    const webhooks = [
      ...['registerWebhook', 'changeWebhook', 'pauseWebhook', 'resumeWebhook', 'removeWebhook'],
      ...['rotateWebhookSecret', 'replayDeadLetters'],
    ];
    expect(mutations).toEqual([...actions.map(({ action }) => action), ...oversight, ...webhooks].sort());
  });

  it('has no field for an event that never stands in a timeline', () => {
    const elsewhere = declarations.filter(({ stream }) => stream === 'access' || stream === 'directory');
    expect(elsewhere.length).toBeGreaterThan(0);
    for (const { type } of elsewhere) expect(schema.getType(type)).toBeUndefined();
  });

  it('names the codes of the field so that they can be read back', () => {
    expect(codeName('no-asylum-status')).toBe('NO_ASYLUM_STATUS');
    expect(codeName('reliesOn')).toBe('RELIES_ON');
    expect(codeName('16-or-17')).toBe('_16_OR_17');
    const reasons = schema.getType('TurnedAwayReason') as GraphQLEnumType;
    expect(reasons.getValue('NO_ASYLUM_STATUS')).toBeDefined();
  });

  it('refuses two codes of one name, and two things of one name', () => {
    expect(() => namedCodes('Colour', ['dark-red', 'dark_red'])).toThrow('two codes named DARK_RED');
    const claim = nameBook();
    claim('Organisation', 'The organisation');
    expect(() => claim('Organisation', 'The event type Organisation')).toThrow(
      'would both be called Organisation',
    );
  });
});
