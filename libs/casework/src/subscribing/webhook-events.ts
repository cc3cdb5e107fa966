import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import { caseReference, code, date, list, name, organisation, person, text } from '../declaration/kinds.js';

/** `thin`: that there is something, and where; `full`: the entry itself. */
export const webhookContents = ['thin', 'full'] as const;
export type WebhookContent = (typeof webhookContents)[number];

/** Where deliveries begin: with what is visible already, or with what comes. */
export const webhookStarts = ['beginning', 'now'] as const;
export type WebhookStart = (typeof webhookStarts)[number];

/**
 * Why nothing is delivered for a time: somebody asked for it, the receiver said that it is gone, it has failed for days,
 * or a case that was named is not there for the organisation.
 */
export const webhookPauses = ['asked', 'receiver-gone', 'failing', 'case-not-there'] as const;
export type WebhookPause = (typeof webhookPauses)[number];

/** A receiver and a caller may name so many cases, types and deliveries. */
export const mostNamedByWebhook = 100;

const ofTheWebhook = {
  kindOfWork: 'webhook',
  recordedBy: 'system',
  stream: 'webhook',
  retention: 'access-record',
} satisfies Partial<CaseEventOptions<Fields>>;

const owner = {
  organisation: inHeader(coded('audit', organisation(), 'The organisation whose webhook it is.')),
} satisfies Fields;

/** Where it goes and what it holds are nobody's to read but of the process that delivers. */
const delivers = {
  url: told('audit', text(2_000), 'Where it is delivered to.'),
  cases: optional(
    coded('audit', list(caseReference(), mostNamedByWebhook), 'Only these cases; left out: every case.'),
  ),
  types: optional(
    coded('audit', list(name(), mostNamedByWebhook), 'Only entries of these types; left out: all.'),
  ),
  content: inHeader(
    coded('audit', code('WebhookContent', webhookContents), 'Whether it holds the entries themselves.'),
  ),
} satisfies Fields;

const secret = told('audit', text(200), 'What deliveries are signed with.');

export const WebhookRegistered = caseEvent('WebhookRegistered', {
  ...ofTheWebhook,
  means: 'An organisation asked for deliveries to a receiver of its own.',
  fields: {
    ...owner,
    readsAs: inHeader(
      coded('audit', person(), 'The software of the organisation as which is read what is delivered.'),
    ),
    startsWith: coded('audit', code('WebhookStart', webhookStarts), 'Where deliveries begin.'),
    ...delivers,
    secret,
  },
});

export const WebhookChanged = caseEvent('WebhookChanged', {
  ...ofTheWebhook,
  means: 'What is delivered to a webhook, or where to, was changed.',
  fields: { ...owner, ...delivers },
});

export const WebhookPaused = caseEvent('WebhookPaused', {
  ...ofTheWebhook,
  means: 'Deliveries to a webhook were paused. What comes meanwhile is delivered when they go on.',
  fields: {
    ...owner,
    because: inHeader(coded('audit', code('WebhookPause', webhookPauses), 'Why.')),
  },
});

export const WebhookResumed = caseEvent('WebhookResumed', {
  ...ofTheWebhook,
  means: 'Deliveries to a webhook go on.',
  fields: owner,
});

export const WebhookSecretRotated = caseEvent('WebhookSecretRotated', {
  ...ofTheWebhook,
  means: 'A webhook got another secret. For a day deliveries are signed with the one before it too.',
  fields: { ...owner, secret },
});

export const WebhookReplayAsked = caseEvent('WebhookReplayAsked', {
  ...ofTheWebhook,
  means: 'Deliveries that had been given up were asked for again.',
  fields: {
    ...owner,
    deliveries: coded('audit', list(name(), mostNamedByWebhook), 'The ids of the deliveries.'),
  },
});

export const WebhookRemoved = caseEvent('WebhookRemoved', {
  ...ofTheWebhook,
  means: 'A webhook was removed. Nothing is delivered to it any more.',
  fields: owner,
});

/** Recorded by the operator, as the signatories of the agreement decided. */
export const FullContentAgreed = caseEvent('FullContentAgreed', {
  means: 'It was agreed that entries themselves may be delivered to the software of an organisation.',
  kindOfWork: 'agreement',
  recordedBy: 'system',
  stream: 'agreement',
  retention: 'directory-record',
  fields: {
    ...owner,
    from: coded('audit', date(), 'The day from which it is so.'),
    until: optional(coded('audit', date(), 'The last day on which it is so; left out: until it is ended.')),
  },
});
