import { caseEvent, type CaseEventOptions } from '../declaration/case-event.js';
import { coded, inHeader, optional, told, type Fields } from '../declaration/fields.js';
import {
  caseReference,
  code,
  date,
  flag,
  list,
  name,
  number,
  organisation,
  person,
  text,
  wholeNumber,
} from '../declaration/kinds.js';

const ofTheReview = {
  kindOfWork: 'safeguarding review',
  recordedBy: 'system',
  stream: 'review',
} satisfies Partial<CaseEventOptions<Fields>>;

const scope = {
  cases: inHeader(coded('review', list(caseReference(), 100), 'The cases in scope.')),
  from: inHeader(coded('review', date(), 'The beginning of the time in scope.')),
  until: inHeader(coded('review', date(), 'The end of the time in scope.')),
} satisfies Fields;

export const ReviewOpened = caseEvent('ReviewOpened', {
  ...ofTheReview,
  means: 'A safeguarding board opened a review of what agencies knew and did.',
  fields: {
    ...scope,
    board: inHeader(coded('review', organisation(), 'The board.')),
    reviewers: inHeader(coded('review', list(person(), 20), 'The people who review.')),
    kind: coded(
      'review',
      code('ReviewKind', [
        'serious-case-review',
        'child-safeguarding-practice-review',
        'rapid-review',
        'learning-review',
      ]),
      'The kind of review.',
    ),
    reportDue: optional(coded('review', date(), 'When the report is due.')),
    termsOfReference: told('review', text(8_000), 'What the review is to find out.'),
  },
});

export const ReviewFindingRecorded = caseEvent('ReviewFindingRecorded', {
  ...ofTheReview,
  means: 'A reviewer recorded a finding.',
  relations: { about: {}, reliesOn: {} },
  fields: {
    kind: coded(
      'review',
      code('ReviewFindingKind', [
        'missed-opportunity',
        'information-not-shared',
        'information-not-read',
        'circular-reliance',
        'duty-missed',
        'child-not-heard',
        'good-practice',
        'evidence-lost',
        'systemic',
        'comment',
      ]),
      'What kind of finding.',
    ),
    organisations: optional(coded('review', list(organisation(), 50), 'The organisations that it concerns.')),
    significance: coded(
      'review',
      code('FindingSignificance', ['turning-point', 'significant', 'contextual']),
      'How much it mattered.',
    ),
    recommendation: optional(told('review', text(), 'What should change.')),
    finding: told('review', text(8_000), 'The finding.'),
  },
});

/** With position, policy version and digest the same export can be made again and compared. */
export const DecisionHistoryExported = caseEvent('DecisionHistoryExported', {
  ...ofTheReview,
  means: 'A chronology or a history of decisions was exported for a review.',
  version: 2,
  // Version 1 did not say how an export was made; none was ever made under it.
  upcasts: { 1: (older) => older },
  fields: {
    casesExported: inHeader(coded('review', list(caseReference(), 100), 'The cases that it covers.')),
    exportedBy: inHeader(coded('review', person(), 'Who exported it.')),
    format: coded('review', code('ExportFormat', ['docx', 'xlsx', 'csv', 'pdf', 'json']), 'The format.'),
    content: coded(
      'review',
      code('ExportContent', [
        'agency-chronology',
        'integrated-chronology',
        'decision-history',
        'knowledge-at-a-decision',
      ]),
      'What was exported.',
    ),
    anonymised: coded('review', flag(), 'Whether names were replaced.'),
    datesShifted: optional(coded('review', flag(), 'Whether dates were shifted.')),
    withComments: optional(coded('review', flag(), "Whether the reviewers' findings stand in it.")),
    asOf: optional(coded('review', date(), 'The day to which it looks back.')),
    viewPosition: coded('review', name(), 'The position of the log from which it was drawn.'),
    policyInForce: coded('review', name(), 'The version of the sharing policy.'),
    digest: coded('review', name(), 'The SHA-256 of what was exported, in hexadecimal.'),
    rows: coded('review', wholeNumber(0, 10_000_000), 'How many rows it has.'),
  },
});

export const ReviewClosed = caseEvent('ReviewClosed', {
  ...ofTheReview,
  means: 'A safeguarding board closed its review.',
  narrows: true,
  relations: { about: { to: ['ReviewOpened'] } },
  fields: {
    ...scope,
    outcome: coded(
      'review',
      code('ReviewOutcome', [
        'report-published',
        'report-not-published',
        'no-review-needed',
        'passed-to-another-board',
        'inquiry',
      ]),
      'How it ended.',
    ),
    published: optional(coded('review', date(), 'When the report was published.')),
    conclusions: optional(told('review', text(8_000), 'What the board concludes.')),
  },
});

/** Linked children are counted once; cells under five, and what would give one away by subtraction, are left out. */
export const StatisticPublished = caseEvent('StatisticPublished', {
  means: 'A figure was published, with its definition and period.',
  kindOfWork: 'statistics',
  recordedBy: 'system',
  stream: 'statistics',
  retention: 'directory-record',
  fields: {
    measure: coded(
      'core',
      code('StatisticMeasure', [
        'children-identified',
        'children-referred-to-the-mechanism',
        'positive-reasonable-grounds',
        'positive-conclusive-grounds',
        'children-missing',
        'contacts-turned-away',
        'age-disputes',
        'duties-missed',
      ]),
      'What is counted.',
    ),
    definitionVersion: coded('core', name(), 'The version of the definition.'),
    period: coded('core', date(), 'The period counted.'),
    policyInForce: coded('core', name(), 'The version of the sharing policy.'),
    viewPosition: coded('core', name(), 'The position of the log up to which was counted.'),
    value: optional(coded('core', number(0, 100_000_000), 'The figure; absent where it is suppressed.')),
    suppressed: coded('core', flag(), 'Whether the figure is suppressed because it is small.'),
    recordsCounted: optional(coded('core', wholeNumber(0, 100_000_000), 'How many records stand behind it.')),
    definition: told('core', text(), 'The definition in words, and what changed in it.'),
  },
});
