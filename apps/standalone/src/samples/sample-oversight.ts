import {
  BreakGlassOpened,
  BreakGlassReviewed,
  purposesByFunction,
  ReviewOpened,
  validateDetails,
  type Details,
  type EventDeclaration,
} from '#casework';
import { derivedId, type CaseId, type EventId, type Instant, type PersonId, type Result } from '#kernel';
import type { Oversight, OversightAct, OversightRecorded, RecordingRefusal } from '#recording';
import type { SampleDirectory } from './sample-directory.js';
import {
  entriesOf,
  instantOf,
  listOf,
  mappingOf,
  oneOf,
  SampleMistake,
  textOf,
  type Entries,
} from './shape.js';

const acts = ['openEmergencyAccess', 'reviewEmergencyAccess', 'openReview'] as const;

/** An emergency access, its review, or the review of a board, as it is written down in a story. */
export interface SampleOversight {
  readonly label: string;
  readonly who: PersonId;
  /** When it was recorded. */
  readonly at: Instant;
  readonly act: (typeof acts)[number];
  /** The label of the case that is opened, or of the opening that is reviewed; null for the review of a board. */
  readonly on: string | null;
  readonly details: Entries;
}

/** @throws SampleMistake */
export const oversightFrom = (value: unknown, story: string): readonly SampleOversight[] =>
  listOf(value, `The oversight of ${story}`).map((one, position) => {
    const where = `Oversight ${position + 1} of ${story}`;
    const entries = entriesOf(one, where, {
      required: ['label', 'who', 'at', 'do', 'details'],
      optional: ['on'],
    });
    const act = oneOf(acts)(entries.do, `${where}, do,`);
    return {
      label: textOf(entries.label, `${where}, label,`),
      who: textOf(entries.who, `${where}, who,`),
      at: instantOf(entries.at, `${where}, at,`),
      act,
      on: act === 'openReview' ? null : textOf(entries.on, `${where}, on,`),
      details: mappingOf(entries.details, `${where}, details,`),
    };
  });

/** What oversight gave, by the labels of the acts that began it. */
export interface Overseen {
  readonly events: Map<string, EventId>;
  readonly grants: Map<string, string>;
  readonly reviews: Map<string, string>;
}

export interface OverseenNow {
  readonly recorded: OversightRecorded;
  /** An emergency access that was opened, and when it ends by itself. */
  readonly opened: { readonly grantId: string; readonly until: Instant } | null;
}

/**
 * Records one act of oversight as somebody's own system would send it. The key follows from the label alone.
 * @throws SampleMistake where a label or a handle is not known
 */
export const overseen = async (
  { label, who, act, on, details }: SampleOversight,
  oversight: Oversight,
  { cases }: { readonly cases: ReadonlyMap<string, CaseId> },
  directory: SampleDirectory,
  known: Overseen,
): Promise<Result<OverseenNow, RecordingRefusal>> => {
  const where = `Action ${label}`;
  const principal = directory.people.get(who);
  if (principal === undefined) throw new SampleMistake(where, 'is of a person who is not in the directory');
  const acting: OversightAct = {
    principal,
    purpose: purposesByFunction[principal.function][0],
    key: `sample-${label}`,
    correlation: derivedId('sample', label),
  };
  const found = (ids: ReadonlyMap<string, string>, name: unknown) => {
    const id = typeof name === 'string' ? ids.get(name) : undefined;
    if (id === undefined) throw new SampleMistake(where, 'names what no action before it has begun');
    return id;
  };
  if (act === 'openReview') {
    const named = { ...details, cases: listOf(details.cases, where).map((name) => found(cases, name)) };
    const said = detailsOf(ReviewOpened, { ...named, board: principal.organisation }, where);
    const { board: _board, ...review } = said;
    const answer = await oversight.openReview({ ...acting, details: review });
    if (!answer.ok) return answer;
    known.reviews.set(label, answer.value.reviewId);
    known.events.set(label, answer.value.eventId);
    return { ok: true, value: { recorded: answer.value, opened: null } };
  }
  if (act === 'openEmergencyAccess') {
    const { hours, ...said } = entriesOf(details, where, {
      required: ['ground', 'justification'],
      optional: ['hours'],
    });
    const answer = await oversight.openEmergencyAccess({
      ...acting,
      caseId: found(cases, on),
      ground: said.ground as Details<typeof BreakGlassOpened>['ground'],
      justification: textOf(said.justification, where),
      hours: typeof hours === 'number' ? hours : null,
    });
    if (!answer.ok) return answer;
    const { grantId, until, eventId } = answer.value;
    known.grants.set(label, grantId);
    known.events.set(label, eventId);
    return { ok: true, value: { recorded: answer.value, opened: { grantId, until } } };
  }
  const judged = entriesOf(details, where, { required: ['outcome', 'reasons'] });
  const answer = await oversight.reviewEmergencyAccess({
    ...acting,
    grantId: found(known.grants, on),
    outcome: judged.outcome as Details<typeof BreakGlassReviewed>['outcome'],
    reasons: textOf(judged.reasons, where),
  });
  if (!answer.ok) return answer;
  known.events.set(label, answer.value.eventId);
  return { ok: true, value: { recorded: answer.value, opened: null } };
};

const detailsOf = <D extends EventDeclaration>(declaration: D, said: Entries, where: string): Details<D> => {
  const valid = validateDetails(declaration, said);
  if (!valid.ok)
    throw new SampleMistake(
      where,
      valid.reason.map(({ field, problem }) => `${field} ${problem}`).join('; '),
    );
  return valid.value as Details<D>;
};
