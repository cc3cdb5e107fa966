import type { Field } from '#casework';
import type { EventId, OrganisationId } from '#kernel';
import type { Details } from '../../reading/opening.js';
import type {
  OpenDetails,
  RecordUnderReview,
  ReviewQuestion,
  ReviewedEvent,
} from '../record-under-review.js';
import type { ChronologyRow } from './chronology-row.js';
import type { Chronology, ChronologyOptions, ChronologySection, ChronologyWords } from './chronology.js';
import { commentsByEvent, type Comment } from './comments.js';
import { datesKept, datesShifted, precisionOf, timeBetween, type ShownDates } from './dates.js';
import {
  detailsInWords,
  isAboutTheChild,
  isOfDecision,
  namingTexts,
  type Wording,
} from './details-in-words.js';
import {
  expectedPractices,
  isOfDeadline,
  isShownWithItsCause,
  responsibleFor,
  type ExpectedPractice,
} from './expected-practice.js';
import { identitiesIn, type Identities } from './identities.js';
import { knownToWhom } from './known-to-whom.js';
import { lagOf, marksOf, otherVersions } from './marks.js';
import { silencesBetween, usualSilenceDays } from './silences.js';
import { asHeading, inWords, sentences } from './words.js';

/** So many events are opened at a time: what a chronology keeps in memory does not grow with what it opens. */
const openedAtOnce = 200;

/**
 * The integrated chronology of a review: each agency's own first, then the composite. Rows are made as they are read.
 */
export const chronologyQuestion = (
  options: ChronologyOptions,
  words: ChronologyWords,
): ReviewQuestion<Chronology> => ({
  parts: ({ handed }) => handed,
  answer: async (record, open) => {
    const ground = await groundOf(record, open, options, words);
    const shown = record.events.filter((event) => !isShownWithItsCause(event));
    const own = [...new Set(shown.map(({ organisation }) => organisation))].filter((id) =>
      record.agencies.has(id),
    );
    const sections: ChronologySection[] = own
      .map((organisation) => ({ organisation, heading: ground.identities.agency(organisation) }))
      .sort((a, b) => (a.heading < b.heading ? -1 : 1))
      .map(({ organisation, heading }) => ({
        organisation,
        heading,
        rows: () =>
          rowsOf(
            ground,
            open,
            shown.filter((event) => isOf(ground, event, organisation)),
            organisation,
          ),
      }));
    const lastRecorded = shown.map(({ recordedAt }) => recordedAt).reduce((a, b) => (a > b ? a : b), '');
    return {
      from: ground.dates.date(record.scope.from.text),
      until: ground.dates.date(record.scope.until.text),
      lastRecorded: lastRecorded === '' ? null : ground.dates.instant(lastRecorded),
      sections: [
        ...sections,
        { organisation: null, heading: 'All agencies', rows: () => rowsOf(ground, open, shown, null) },
      ],
      agencies: ground.identities.agencies,
      people: ground.identities.people,
      events: shown.length,
    };
  },
});

/** What an agency recorded, and what it should have done: a missed deadline belongs to who had to meet it. */
const isOf = ({ responsible }: Ground, event: ReviewedEvent, organisation: OrganisationId): boolean =>
  event.organisation === organisation || responsible.get(event.eventId) === organisation;

/** What rows are made from besides their own event. */
interface Ground {
  readonly record: RecordUnderReview;
  readonly options: ChronologyOptions;
  readonly identities: Identities;
  readonly dates: ShownDates;
  readonly references: ReadonlyMap<EventId, string>;
  readonly wording: Wording;
  /** Who had to meet a deadline, by the event that tells of it. */
  readonly responsible: ReadonlyMap<EventId, OrganisationId>;
  readonly practices: ReadonlyMap<EventId, ExpectedPractice>;
  readonly comments: ReadonlyMap<EventId, Comment>;
  readonly versions: ReadonlyMap<EventId, readonly EventId[]>;
  /** The events that name this one, by it. */
  readonly followedBy: ReadonlyMap<EventId, readonly ReviewedEvent[]>;
}

const groundOf = async (
  record: RecordUnderReview,
  open: OpenDetails,
  options: ChronologyOptions,
  words: ChronologyWords,
): Promise<Ground> => {
  const dates = options.dates === 'shifted' ? datesShifted(words.yearsShifted) : datesKept;
  const { deadlines, naming } = await knownBefore(record, open, options);
  const identities = identitiesIn(record, naming, options, words);
  const references = referencesIn(record);
  const reference = (event: string) => references.get(event) ?? 'an event outside this chronology';
  return {
    record,
    options,
    identities,
    dates,
    references,
    wording: { identities, dates, reference },
    responsible: responsibleFor(record, deadlines),
    practices: expectedPractices(record, deadlines, { dates }),
    comments: options.comments ? commentsByEvent(await words.findings(), identities) : new Map(),
    versions: otherVersions(record),
    followedBy: followersIn(record),
  };
};

/** What has to be known before the first row is made. */
interface KnownBefore {
  readonly deadlines: ReadonlyMap<EventId, Details>;
  /** Texts that hold names; empty where names are told. */
  readonly naming: readonly string[];
}

const knownBefore = async (
  { events }: RecordUnderReview,
  open: OpenDetails,
  { identities }: ChronologyOptions,
): Promise<KnownBefore> => {
  const deadlines = new Map<EventId, Details>();
  const naming = new Set<string>();
  const wanted = identities === 'anonymised' ? events : events.filter(isOfDeadline);
  for (let first = 0; first < wanted.length; first += openedAtOnce) {
    const batch = wanted.slice(first, first + openedAtOnce);
    const details = await open(batch);
    for (const event of batch) {
      const of = details.get(event.eventId) ?? {};
      if (isOfDeadline(event)) deadlines.set(event.eventId, of);
      if (identities === 'anonymised') for (const text of namingTexts(event, of)) naming.add(text);
    }
  }
  return { deadlines, naming: [...naming] };
};

/** In the order of recording, so that what is recorded later never changes the number of an event. */
const referencesIn = ({ events }: RecordUnderReview): ReadonlyMap<EventId, string> =>
  new Map(
    events
      .filter((event) => !isShownWithItsCause(event))
      .sort((a, b) => (a.position < b.position ? -1 : 1))
      .map(({ eventId }, index) => [eventId, String(index + 1)]),
  );

const followersIn = ({ events }: RecordUnderReview): ReadonlyMap<EventId, readonly ReviewedEvent[]> => {
  const followers = new Map<EventId, ReviewedEvent[]>();
  for (const event of events) {
    if (isShownWithItsCause(event)) continue;
    for (const { eventId } of event.relations)
      followers.set(eventId, [...(followers.get(eventId) ?? []), event]);
  }
  return followers;
};

async function* rowsOf(
  ground: Ground,
  open: OpenDetails,
  events: readonly ReviewedEvent[],
  agency: OrganisationId | null,
): AsyncGenerator<ChronologyRow> {
  const { options, dates, identities } = ground;
  const whose = agency === null ? 'any agency' : identities.agency(agency);
  const silence = silencesBetween(options.silenceDays ?? usualSilenceDays, dates, whose);
  for (let first = 0; first < events.length; first += openedAtOnce) {
    const batch = events.slice(first, first + openedAtOnce);
    const details = await open(batch);
    for (const event of batch) {
      const gap = silence(event);
      if (gap !== null) yield gap;
      yield rowOf(ground, event, details.get(event.eventId) ?? {});
    }
  }
}

const rowOf = (ground: Ground, event: ReviewedEvent, details: Details): ChronologyRow => {
  const { record, identities, dates, references, wording, practices, comments, versions } = ground;
  const shownDate = dates.date(event.occurred.text);
  const [from = shownDate, to = from] = shownDate.split('/');
  const lag = lagOf(event);
  const say = (wanted: (name: string, field: Field) => boolean) =>
    sentences(detailsInWords(event, details, wanted, wording));
  const isOfEvent = (name: string, field: Field) => !isOfDecision(name) && !isAboutTheChild(name, field);
  const otherwise = (versions.get(event.eventId) ?? []).map((other) => references.get(other)).filter(Boolean);
  return {
    kind: 'entry',
    reference: references.get(event.eventId) ?? '',
    eventId: identities.tellsIdentity ? event.eventId : null,
    occurredFrom: from,
    occurredTo: to,
    precision: precisionOf(event.occurred.text),
    recorded: dates.moment(event.recordedAt),
    lag: lag === null || lag === 0 ? '' : timeBetween(event.occurred.latest!, event.recordedAt),
    agency: identities.agency(ground.responsible.get(event.eventId) ?? event.organisation),
    source: event.source === null ? '' : inWords(event.source),
    people:
      event.person === null
        ? ''
        : `${identities.person(event.person)}${event.role === null ? '' : `, ${inWords(event.role)}`}`,
    event: sentences([
      asHeading(event.type ?? event.kindOfWork),
      say(isOfEvent),
      otherwise.length > 0 ? `Another version stands beside this one: ${otherwise.join(', ')}` : null,
    ]),
    decision:
      event.declaration?.decision === true ? sentences([say(isOfDecision), reliance(ground, event)]) : '',
    knownTo: knownToWhom(record, event, identities, dates),
    child: say((name, field) => !isOfDecision(name) && isAboutTheChild(name, field)),
    practice: practices.get(event.eventId)?.practice ?? '',
    deadline: practices.get(event.eventId)?.deadline ?? '',
    action: followed(ground, event),
    comment: comments.get(event.eventId)?.comment ?? '',
    significance: comments.get(event.eventId)?.significance ?? '',
    handling: handling(event),
    marks: marksOf(event, versions),
  };
};

const reliance = ({ references }: Ground, { relations }: ReviewedEvent): string | null => {
  const on = relations
    .filter(({ kind }) => kind === 'reliesOn')
    .map(({ eventId }) => references.get(eventId))
    .filter(Boolean);
  return on.length === 0 ? null : `Relies on ${on.join(', ')}`;
};

const followed = ({ followedBy, references }: Ground, { eventId }: ReviewedEvent): string =>
  sentences([
    [...new Set(followedBy.get(eventId) ?? [])]
      .map((event) =>
        `${references.get(event.eventId) ?? ''} ${inWords(event.type ?? event.kindOfWork)}`.trim(),
      )
      .join('; '),
  ]);

/** What of it the reviewer was not given, and why: the board must know that there is more to ask for. */
const handling = ({ level, withheld }: ReviewedEvent): string => {
  if (level === 'stub') return 'Existence only.';
  if (withheld.length === 0) return '';
  return sentences([
    `Not given: ${withheld.map(({ part, reason }) => `${part.replace('.', ' ')} (${inWords(reason)})`).join(', ')}`,
  ]);
};
