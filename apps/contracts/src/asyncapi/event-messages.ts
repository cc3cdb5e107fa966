import type { Json } from '#kernel';
import { eventTypes } from '../../../feed/src/list-event-types.js';
import { typeOfEntry } from '../../../programs/src/webhooks/cloud-event.js';

export const nameOfMessage = (type: string, version: number): string => `${type}.v${version}`;

/** The details of each type of event that is delivered, in its newest version: which is what is sent. */
export const eventMessages: Readonly<Record<string, Json>> = Object.fromEntries(
  eventTypes.eventTypes.map(({ type, version, description, schema, process }) => [
    nameOfMessage(type, version),
    {
      title: type,
      summary: description,
      description:
        'The details of an entry of this type. A field that the schema requires and that is missing belongs to a part that is withheld.',
      contentType: 'application/json',
      payload: { $ref: `../${schema}` },
      'x-process': process,
      'x-cloudevents-type': typeOfEntry(type, version),
    },
  ]),
);
