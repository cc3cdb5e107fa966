import { LRUCache } from 'lru-cache';
import { decideAccessLog, noAccessLog } from './access-log.js';
import { CannotDecide } from './cannot-decide.js';
import { engine, preparePolicies, type PreparedPolicies } from './cedar.js';
import { decideEntry, nothing } from './entry.js';
import { keyForOrganisation, keyForPerson } from './key.js';
import { decideEmergencyAccess, decideKnowledge, decideReview } from './oversight.js';
import type { Decision, EntryDecision, SharingPolicy, SharingPolicyOptions } from './policy.js';
import { decideRecording } from './recording.js';
import { askAboutPurpose, standingsOfOrganisation, standingsOfPerson } from './standing.js';
import { digestsOf, type PolicyTexts } from './texts.js';

/** Events fall into few classes of policy, so these hold the working set of a large deployment, some 30 MB at the most. */
const decisionsKept = 50_000;
const answersKept = 50_000;

const denied: Decision = { allowed: false, decidedBy: [] };

/** Where policies cannot be prepared every question is answered as one that cannot be decided. */
const prepareOrDenyAll = (
  texts: PolicyTexts,
  prepare: (texts: PolicyTexts) => PreparedPolicies,
  alarm: (problem: unknown) => void,
): PreparedPolicies => {
  try {
    return prepare(texts);
  } catch (problem) {
    alarm(problem);
    const refuse = () => {
      throw new CannotDecide('the policies are not usable');
    };
    return { ask: refuse, reasonOf: () => undefined };
  }
};

/** The engine's answers, each asked once: they depend on the question alone. */
export const interned = (policies: PreparedPolicies): PreparedPolicies => {
  const answers = new LRUCache<string, Decision>({ max: answersKept });
  return {
    reasonOf: policies.reasonOf,
    ask: (question) => {
      const key = JSON.stringify(question);
      const known = answers.get(key);
      if (known) return known;
      const answer = Object.freeze(policies.ask(question));
      Object.freeze(answer.decidedBy);
      answers.set(key, answer);
      return answer;
    },
  };
};

/** Whoever asks twice must find what they found before, so nobody may change it. */
const fixed = (decision: EntryDecision): EntryDecision => {
  for (const part of decision.withheld) Object.freeze(part);
  Object.freeze(decision.withheld);
  Object.freeze(decision.decidedBy);
  return Object.freeze(decision);
};

/**
 * One version of the sharing agreement, ready to decide. Every question that cannot be decided, for whatever reason,
 * raises an alarm and is answered with a denial; what a view is to hold is not answered at all, but throws
 * `CannotDecide`. Neither is kept: the same question is put to the engine again.
 */
export const sharingPolicy = (
  texts: PolicyTexts,
  { onAlarm }: SharingPolicyOptions,
  prepare: (texts: PolicyTexts) => PreparedPolicies = preparePolicies,
): SharingPolicy => {
  const alarm = (problem: unknown): void => {
    const what = problem instanceof CannotDecide ? problem.message : 'the engine failed';
    onAlarm(`sharing policy ${texts.version}: ${what}`);
  };
  const policies = interned(prepareOrDenyAll(texts, prepare, alarm));
  const { ask } = policies;
  // One cache for each version: the version is part of every question without standing in every key.
  const decisions = new LRUCache<string, EntryDecision>({ max: decisionsKept });
  let hits = 0;
  let misses = 0;

  const failClosed = <Answer>(denial: Answer, decide: () => Answer): Answer => {
    try {
      return decide();
    } catch (problem) {
      alarm(problem);
      return denial;
    }
  };
  /** For whoever would keep the answer: a denial that came of a failure must not be taken for the agreement's. */
  const orThrow = <Answer>(decide: () => Answer): Answer => {
    try {
      return decide();
    } catch (problem) {
      alarm(problem);
      // Messages of the engine quote the request, so none is passed on.
      throw problem instanceof CannotDecide ? problem : new CannotDecide('the engine failed');
    }
  };
  const decided = (key: string | undefined, decide: () => EntryDecision): EntryDecision => {
    if (key === undefined) throw new CannotDecide('a question was asked with facts that are not well formed');
    const known = decisions.get(key);
    if (known) {
      hits += 1;
      return known;
    }
    misses += 1;
    const decision = fixed(decide());
    decisions.set(key, decision);
    return decision;
  };

  return {
    version: texts.version,
    digest: digestsOf(texts, engine).whole,
    entryForPerson: (reader, caseFacts, eventFacts, present) =>
      failClosed(fixed(nothing()), () =>
        decided(keyForPerson(reader, caseFacts, eventFacts, present), () => {
          const { standings, decidedBy } = standingsOfPerson(ask, reader, caseFacts);
          const entry = decideEntry(policies, standings, caseFacts, eventFacts, present);
          return { ...entry, decidedBy: [...new Set([...decidedBy, ...entry.decidedBy])].sort() };
        }),
      ),
    entryForOrganisation: (agency, caseFacts, eventFacts, present) =>
      orThrow(() =>
        decided(keyForOrganisation(agency, caseFacts, eventFacts, present), () =>
          decideEntry(
            policies,
            standingsOfOrganisation(ask, agency, caseFacts),
            caseFacts,
            eventFacts,
            present,
          ),
        ),
      ),
    mayUsePurpose: (agency, role, purpose) =>
      failClosed(denied, () => askAboutPurpose(ask, agency, role, purpose)),
    mayRecord: (facts) => failClosed(denied, () => decideRecording(ask, facts)),
    mayReadAccessLog: (reader, caseFacts) =>
      failClosed(noAccessLog, () => decideAccessLog(ask, reader, caseFacts)),
    mayHandleEmergencyAccess: (act, facts) =>
      failClosed(denied, () => decideEmergencyAccess(ask, act, facts)),
    mayHandleReview: (act, facts) => failClosed(denied, () => decideReview(ask, act, facts)),
    mayReadKnowledge: (reader, caseFacts) =>
      failClosed(denied, () => decideKnowledge(ask, reader, caseFacts)),
    statistics: () => ({ hits, misses, kept: decisions.size }),
  };
};
