import { declarations } from '#casework';
import { accepted, refused, type CaseId, type Result } from '#kernel';
import type { InvalidInput, Planned, Reader } from '../api.js';
import { atOneMoment, groundOf, isParked } from '../reading/moment.js';
import { seesSomething } from '../reading/timeline-query.js';
import { notFound } from '../reading/touches.js';
import { beforeAll } from '../timeline/number.js';
import type { CursorRefused, Feed, FeedQuery } from './api.js';
import type { Progressed } from './next-changes.js';
import { coverageAt, isSoftware, narrowWithin, subscriberMark } from './coverage.js';
import { openCursor } from './cursor.js';
import type { FeedPorts } from './ports.js';
import { headOf, isPlaceOf } from './rows-of-the-sequence.js';
import { subscriptionFrom } from './subscription.js';
import { wakingOf } from './waking.js';

/** Nobody works with more children than this; software follows all. */
export const mostCasesNamed = 100;

/** The feed of every agency. */
export const openFeed = (ports: FeedPorts): Feed => {
  const waking = wakingOf(ports);
  return {
    subscribe: async (who, query) => {
      const reader = await who();
      if (!reader.ok) return refused({ code: 'CLOSED', closing: reader.reason });
      const valid = validate(reader.value, query);
      if (!valid.ok) return valid;
      const subscriber = subscriberMark(reader.value, query);
      const planned = await begin(ports, reader.value, subscriber, query);
      if (!planned.ok) {
        const { reason } = planned;
        if (reason.code === 'NOT_FOUND') await ports.disclosures.record(reader.value, reason.touches);
        return refused(reason);
      }
      const begun = await planned.value.open();
      if (!begun.ok) return begun;
      return accepted(subscriptionFrom(ports, waking, who, subscriber, query, begun.value, reader.value));
    },
  };
};

const begin = (
  ports: FeedPorts,
  reader: Reader,
  subscriber: string,
  { cases: named, start, delivery }: FeedQuery,
): Planned<Result<Progressed, CursorRefused>> =>
  atOneMoment(ports, reader, async (moment, rest) => {
    const { organisation } = reader.principal;
    const { directory } = ports;
    const ground = await groundOf(moment, rest, ports.policies);
    const coverage = await coverageAt(moment, rest.now, reader, ground.policy, directory, named);
    for (const caseId of named ?? []) {
      const own = await coverageAt(moment, rest.now, reader, ground.policy, directory, [caseId]);
      const ids: readonly CaseId[] = [...own.cases!.keys()];
      const parked = await isParked(moment, caseId);
      const narrow = narrowWithin(reader, own, directory, [...own.cases!.values()]);
      if (!(await seesSomething(moment, reader, ids, narrow)))
        return refused(notFound(delivery, { caseId, caseKnown: ids.length > 0 }, ground));
      if (parked) return refused({ code: 'UNAVAILABLE' });
    }
    const answer = (value: Result<Progressed, CursorRefused>) =>
      accepted({ touches: [], open: () => Promise.resolve(value) });
    const head = await headOf(moment, organisation);
    const progressed = (place: typeof head, known: typeof head): Progressed => ({
      ...{
        place,
        build: rest.build,
        coverage,
        walk: null,
        lost: false,
        taken: false,
        leftOut: new Set<CaseId>(),
      },
      since: { start: place.number, head: known.number },
    });
    if (start === 'beginning') return answer(accepted(progressed(beforeAll, head)));
    if (start === 'now') return answer(accepted(progressed(head, head)));
    const cursor = openCursor(ports.tokens, organisation, subscriber, start.after);
    if (!cursor.ok) return answer(cursor);
    const { place, standing } = cursor.value;
    const outdated = standing !== coverage.standing || !(await isPlaceOf(moment, organisation, head, place));
    if (outdated) return answer(refused({ code: 'CURSOR_REFUSED', reason: 'outdated' }));
    // What was sent after this place may have been kept without a later one: whatever ended since is told of.
    return answer(accepted(progressed(place, place)));
  });

const types = new Set(declarations.map(({ type }) => type));

const validate = (reader: Reader, query: FeedQuery): Result<null, InvalidInput> => {
  const invalid = (field: string, message: string) =>
    refused({ code: 'INVALID_INPUT' as const, field, message });
  if (query.types?.some((type) => !types.has(type)))
    return invalid('types', 'names a type of event that there is not');
  if (query.types?.length === 0) return invalid('types', 'is empty: leave it out for all types');
  if (query.cases === null)
    return isSoftware(reader)
      ? accepted(null)
      : invalid('cases', 'must be named: only the software of an organisation follows all of its cases');
  if (query.cases.length === 0 || query.cases.length > mostCasesNamed)
    return invalid('cases', `must name 1 to ${mostCasesNamed} cases`);
  return accepted(null);
};
