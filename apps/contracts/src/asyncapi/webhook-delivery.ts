import { alertKinds, alertLevels } from '#casework';
import type { Json } from '#kernel';
import { begunAnew } from '../../../programs/src/webhooks/begun-anew.js';
import {
  cloudEventType,
  typeOfBeginningAnew,
  typeOfEnding,
  typeOfEntry,
} from '../../../programs/src/webhooks/cloud-event.js';
import type { Delivery } from './channel.js';

/** Standard Webhooks: what is signed is the id, the time and the body, joined by full stops. */
const headers: Json = {
  type: 'object',
  required: ['webhook-id', 'webhook-timestamp', 'webhook-signature'],
  properties: {
    'webhook-id': { type: 'string', description: 'The delivery. It is the same whenever it is sent again.' },
    'webhook-timestamp': {
      type: 'string',
      pattern: '^[0-9]+$',
      description:
        'When this attempt was made, in seconds since 1970. Refuse what is older than a few minutes.',
    },
    'webhook-signature': {
      type: 'string',
      description:
        'Signatures of the version v1 (HMAC-SHA256, base64), separated by spaces: two while a secret is being rotated. One that fits is enough.',
    },
  },
};

/** What is always told; the link leads to the entry, for whoever may have it. */
const dataOf = (kind: 'entry' | 'ended', more: Readonly<Record<string, Json>>): Json => ({
  type: 'object',
  required: ['caseId', 'eventId', 'kind', 'link'],
  properties: {
    caseId: { type: 'string', format: 'uuid' },
    eventId: { type: 'string', format: 'uuid' },
    kind: { const: kind },
    link: { type: 'string', format: 'uri' },
    ...more,
  },
});

const ofACase = { subject: { type: 'string', format: 'uuid', description: 'The case.' } };

/** CloudEvents 1.0 in structured mode, with the attributes that are always sent. */
const envelope = (type: Json, data: Json, subject: Readonly<Record<string, Json>> = ofACase): Json => ({
  type: 'object',
  required: [
    'specversion',
    'id',
    'source',
    'type',
    ...Object.keys(subject),
    'time',
    'datacontenttype',
    'data',
  ],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1, description: 'As webhook-id.' },
    source: { type: 'string', format: 'uri', description: 'The installation that sends.' },
    type,
    ...subject,
    time: { type: 'string', format: 'date-time' },
    datacontenttype: { const: 'application/json' },
    data,
  },
});

const messageOf = (
  title: string,
  summary: string,
  type: Json,
  data: Json,
  subject?: Readonly<Record<string, Json>>,
): Json => ({
  title,
  summary,
  contentType: cloudEventType,
  headers,
  payload: envelope(type, data, subject),
});

/** Deliveries to the receivers that an organisation registers. */
export const webhookDelivery = (events: readonly string[]): Delivery => ({
  name: 'webhook.caseEvents',
  address: null,
  server: null,
  summary: 'What is posted to the receiver that an organisation registers for itself.',
  description:
    'A POST of a CloudEvent. Thin unless it was agreed that entries themselves may be delivered; then the details are by the messages named for a type of event and its version.',
  messages: {
    'webhook.Entry': messageOf(
      'Entry',
      'An entry that is new, or that has changed for the organisation.',
      {
        type: 'string',
        pattern: '^throughline\\.entry\\.',
        description: `Such as ${typeOfEntry('ChildReportedMissing', 1)}; ${typeOfEntry(null, null)} for a stub. The names stand at x-cloudevents-type.`,
      },
      dataOf('entry', {
        entry: {
          type: 'object',
          description: 'The entry itself, only where full content is agreed and asked for.',
        },
      }),
    ),
    'webhook.EntryEnded': messageOf(
      'EntryEnded',
      'An entry that is not visible any more: remove it.',
      {
        const: typeOfEnding,
      },
      dataOf('ended', {}),
    ),
    'webhook.BegunAnew': messageOf(
      'BegunAnew',
      'Everything that is visible is sent anew, after this: remove every entry of this webhook, or mark it as unconfirmed until it comes again, and forget the ids that were taken.',
      { const: typeOfBeginningAnew },
      {
        type: 'object',
        required: ['webhookId', 'kind'],
        properties: { webhookId: { type: 'string' }, kind: { const: begunAnew } },
      },
      {},
    ),
    'webhook.Alert': messageOf(
      'Alert',
      'An alert that was raised, acknowledged or escalated. It goes before everything else.',
      { enum: alertKinds.map((kind) => `throughline.alert.${kind}.v1`) },
      {
        type: 'object',
        required: ['caseId', 'eventId', 'kind', 'alertId', 'level'],
        properties: {
          caseId: { type: 'string', format: 'uuid' },
          eventId: { type: 'string', format: 'uuid' },
          kind: { enum: ['raised', 'acknowledged', 'escalated'] },
          alertId: { type: 'string' },
          level: { enum: alertLevels },
        },
      },
    ),
    'webhook.AlertEnded': messageOf(
      'AlertEnded',
      'What was alerted to is over, or is not to be known any more.',
      { const: 'throughline.alert.ended.v1' },
      {
        type: 'object',
        required: ['caseId', 'kind', 'alertId'],
        properties: {
          caseId: { type: 'string', format: 'uuid' },
          kind: { const: 'ended' },
          alertId: { type: 'string' },
        },
      },
    ),
  },
  carries: events,
  security: ['webhookSignature'],
  bindings: { http: {} },
});
