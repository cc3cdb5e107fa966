import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyCase, evolveCase, type CaseState } from './case-state.js';
import { actions, declarationOf } from './catalogue.js';
import type { EventDeclaration, OpenedEvent } from './declaration/case-event.js';
import { decide } from './decide.js';
import type { Circumstances } from './decision/proposal.js';
import { rulesOfEveryAction, rulesOfEveryCaseAction } from './decision/rules-of-every-action/index.js';
import { CaseOpened } from './intake/case-management-events.js';
import { processes } from './processes.js';
import { linkRules } from './record-links/rules.js';
import {
  by,
  eastmoor,
  eventsOf,
  lantern,
  metroPolice,
  minutesIn,
  northbridge,
  organisationOf,
  personOf,
  proposalOf,
  registered,
  stBrides,
  type Act,
  type Agency,
} from './story.fixture.js';
import { relationKinds } from './vocabulary/event-header.js';

const caseActions = actions.filter(({ stream }) => stream === 'case');
const membershipActions = caseActions.filter(({ type }) =>
  /Referral(Made|Accepted|Rejected)|Join|Responsib|Left|Worker|Reopened|DisclosureRequested/.test(type),
);
const insiders = [lantern, northbridge, metroPolice, eastmoor];

/** A case while its story is told: what was recorded, and what is known of it. */
interface Story {
  readonly acts: readonly Act[];
  readonly events: readonly OpenedEvent[];
  readonly kase: CaseState;
}

const circumstances = ({ events }: Story): Circumstances<CaseState> => {
  const headers = new Map(events.map(({ header }) => [header.id, header]));
  return {
    known: (id) => headers.get(id),
    linked: [],
    named: new Map(),
    functionOf: (id) => registered.find((agency) => agency.id === id)?.function,
    organisationOf,
  };
};

const tried = (story: Story, act: Act) =>
  decide(story.kase, proposalOf(act, minutesIn(story.acts.length)), circumstances(story));

const after = ({ acts, events, kase }: Story, act: Act): Story => {
  const more = eventsOf([{ ...act, recordedAt: minutesIn(acts.length) }]);
  return { acts: [...acts, act], events: [...events, ...more], kase: more.reduce(evolveCase, kase) };
};

/** The latest earlier act that each relation may name. */
const relationsOf = (declaration: EventDeclaration, { acts }: Story) =>
  relationKinds.flatMap((kind) => {
    const to = declaration.relations[kind]?.to;
    const target = to && acts.findLast(({ declaration: { type } }) => to.includes(type));
    return target ? [{ relations: [{ kind, event: target.id }] }] : [];
  });

/** What an agency tries, by name; it names an organisation and one of its own people wherever one is to be named. */
const attempt = fc.record({
  agency: fc.constantFrom(...insiders.map(({ id }) => id)),
  type: fc.oneof(
    { arbitrary: fc.constantFrom(...caseActions.map(({ type }) => type)), weight: 1 },
    { arbitrary: fc.constantFrom(...membershipActions.map(({ type }) => type)), weight: 3 },
  ),
  named: fc.constantFrom(...insiders.map(({ id }) => id)),
});
type Attempt = typeof attempt extends fc.Arbitrary<infer A> ? A : never;
const attempts = fc.array(attempt, { minLength: 250, maxLength: 400 });
const insider = (id: string): Agency => insiders.find((agency) => agency.id === id) ?? lantern;

const naming = (declaration: EventDeclaration, agency: Agency, named: Agency) =>
  Object.fromEntries(
    Object.entries(declaration.fields).flatMap(
      ([
        name,
        {
          kind: { shape },
        },
      ]) => {
        if (shape.is !== 'reference') return [];
        if (shape.to === 'organisation') return [[name, named.id]];
        return shape.to === 'person' ? [[name, personOf(agency)]] : [];
      },
    ),
  );

const begun = after({ acts: [], events: [], kase: emptyCase }, by(lantern, CaseOpened));

/** A history that the rules allow: what they refuse of the attempts did not happen. */
const lawful = (tries: readonly Attempt[]): Story =>
  tries.reduce((story, { agency, type, named }) => {
    const declaration = declarationOf(type);
    if (declaration === undefined) return story;
    const details = naming(declaration, insider(agency), insider(named));
    const act = by(insider(agency), declaration, details, ...relationsOf(declaration, story));
    return tried(story, act).ok ? after(story, act) : story;
  }, begun);

describe('the rules', () => {
  it('have each a name of their own, which software can rely on', () => {
    const names = [
      ...new Set(
        [...rulesOfEveryCaseAction, ...rulesOfEveryAction, ...linkRules].map(
          (one) => one as { name: string },
        ),
      ),
      ...processes.flatMap(({ rules }) => rules ?? []),
    ].map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it('tell an organisation that is not on the case, and was never told of it, nothing about it', () => {
    fc.assert(
      fc.property(attempts, (tries) => {
        const story = lawful(tries);
        for (const declaration of caseActions) {
          const decision = tried(story, by(stBrides, declaration, {}, ...relationsOf(declaration, story)));
          expect(['organisation-records-what-it-owns', 'organisation-is-on-the-case']).toContain(
            decision.ok ? `recorded ${declaration.type}` : decision.reason.rule,
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it('keep every case with a lead, who is on it', () => {
    fc.assert(
      fc.property(attempts, (tries) => {
        const { people } = lawful(tries).kase;
        expect([...people.organisations.keys()]).toContain(people.lead);
        if (people.responsible !== null) expect(people.lead).toBe(people.responsible);
      }),
      { numRuns: 60 },
    );
  });

  it('put nobody on a case but who began it, accepted a referral, or was accepted', () => {
    fc.assert(
      fc.property(attempts, (tries) => {
        const { acts, kase } = lawful(tries);
        const entitled = acts.flatMap(({ agency, declaration, details }) => {
          if (declaration.type === 'ReferralAccepted') return [agency.id];
          return declaration.type === 'JoinAccepted' ? [details.organisation] : [];
        });
        for (const organisation of kase.people.organisations.keys())
          expect([lantern.id, ...entitled]).toContain(organisation);
      }),
      { numRuns: 60 },
    );
  });
});
