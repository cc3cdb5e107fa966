import { describe, expect, it } from '@jest/globals';
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { askUnder, preparePolicies, type PreparedPolicies, type Question } from '../cedar.js';
import type { Decision, SharingPolicy } from '../policy.js';
import { sharingPolicy } from '../sharing-policy.js';
import { readPolicyTexts } from '../texts.js';
import { vocabularyOf } from '../vocabulary.js';
import { departuresFromCaveats } from './caveats.fixture.js';
import { departuresFromMatrix, linesOfEmergencies } from './matrix.fixture.js';
import { departuresFromEmergencies, departuresFromReviews } from './oversight.fixture.js';
import { departuresFromPurposes, departuresFromRecording } from './purposes.fixture.js';

function* departures(policy: SharingPolicy): Generator<string> {
  yield* departuresFromCaveats(policy);
  yield* departuresFromMatrix(policy);
  yield* departuresFromPurposes(policy);
  yield* departuresFromRecording(policy);
}

function* departuresSinceEmergencies(policy: SharingPolicy): Generator<string> {
  yield* departuresFromEmergencies(policy);
  yield* departuresFromReviews(policy);
  yield* departuresFromMatrix(policy, linesOfEmergencies);
  yield* departures(policy);
}

/** One version of the agreement, and the same without any one of its policies. */
const versionOf = (version: string) => {
  const texts = readPolicyTexts(version);
  const whole = preparePolicies(texts);
  const answers = new Map<string, Decision>();
  const askWhole = (question: Question): Decision => {
    const key = JSON.stringify(question);
    const answer = answers.get(key) ?? whole.ask(question);
    answers.set(key, answer);
    return answer;
  };

  const reduced = `${version} with one policy taken out`;
  cedar.preparseSchema(reduced, texts.schema);
  const askReduced = askUnder(reduced, vocabularyOf(texts.schema));
  const textById = new Map(
    texts.policies.flatMap(({ text }) => {
      const parts = cedar.policySetTextToParts(text);
      if (parts.type === 'failure') throw new Error('The shipped policies parse.');
      return parts.policies.map((policy) => [/^@id\("(.+?)"\)/.exec(policy)?.[1] ?? '', policy] as const);
    }),
  );

  /**
   * A question that the missing policy did not decide has the answer that it had: without a permit that did not permit, or
   * a forbid that did not forbid, Cedar decides the same. So only the others are asked.
   */
  const without = (id: string): PreparedPolicies => {
    const staticPolicies = Object.fromEntries([...textById].filter(([other]) => other !== id));
    cedar.preparsePolicySet(reduced, { staticPolicies });
    return {
      reasonOf: whole.reasonOf,
      ask: (question) => {
        const answer = askWhole(question);
        return answer.decidedBy.includes(id) ? askReduced(question) : answer;
      },
    };
  };
  const policyFrom = (prepared: PreparedPolicies): SharingPolicy =>
    sharingPolicy(texts, { onAlarm: () => undefined }, () => prepared);

  return {
    textById,
    reasonOf: whole.reasonOf,
    policy: policyFrom({ ...whole, ask: askWhole }),
    without: (id: string) => policyFrom(without(id)),
  };
};

describe.each([
  ['2026-11', departures],
  ['2026-12', departuresSinceEmergencies],
])('Every policy of the sharing agreement, version %s', (version, departuresOf) => {
  const { textById, reasonOf, policy, without } = versionOf(version);

  it('is needed: without it some line of the tables no longer holds', () => {
    expect([...departuresOf(policy)]).toEqual([]);
    const survivors = [...textById.keys()].filter((id) => departuresOf(without(id)).next().done);
    expect(survivors).toEqual([]);
  });

  it('gives a reason where it names a part as withheld', () => {
    const naming = [...textById].filter(([, text]) => /know-withheld|see-outcomes-only/.test(text));
    const caveats = ['not-releasable-names-nothing'];
    expect(naming.length).toBeGreaterThan(10);
    expect(naming.filter(([id]) => !caveats.includes(id) && reasonOf(id) === undefined)).toEqual([]);
  });
});
