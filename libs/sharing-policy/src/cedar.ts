import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { CannotDecide } from './cannot-decide.js';
import { withheldReasons, type Decision, type WithheldReason } from './policy.js';
import { digestsOf, type PolicyTexts } from './texts.js';
import { vocabularyOf, type Vocabulary } from './vocabulary.js';
import { callEngineSafely } from './wasm-calls.js';

callEngineSafely();

/** The engine and its version, part of what a deployment adopts: another engine might decide otherwise. */
export const engine = `cedar ${cedar.getCedarVersion()}`;

export interface Question {
  readonly principal: { readonly type: 'Function' | 'Row'; readonly id: string };
  readonly action: string;
  readonly resource: {
    readonly type: 'Case' | 'Category' | 'Entry' | 'Purpose' | 'Row';
    readonly id: string;
  };
  readonly context: cedar.Context;
}

/** One version's policies, ready to be asked. */
export interface PreparedPolicies {
  /** Throws `CannotDecide` for anything but a clean yes or no. */
  readonly ask: (question: Question) => Decision;
  /** Why a part is named as withheld, as annotated on the policy that names it. */
  readonly reasonOf: (policyId: string) => WithheldReason | undefined;
}

interface AnnotatedPolicy {
  readonly id: string;
  readonly reason: string | undefined;
  readonly text: string;
}

/** How every policy begins. Strict, because a policy without its id could not be named as the one that decided. */
const annotations = /^@id\("([a-z0-9-]+)"\)(?:\s*@reason\("([a-z-]+)"\))?\s*(?:permit|forbid)\b/;

const policiesIn = (file: string, text: string): AnnotatedPolicy[] => {
  const parts = cedar.policySetTextToParts(text);
  if (parts.type === 'failure') throw new CannotDecide(`${file} cannot be parsed`);
  return parts.policies.map((policy) => {
    const [, id, reason] = annotations.exec(policy) ?? [];
    if (id === undefined) throw new CannotDecide(`a policy in ${file} does not begin with its @id`);
    return { id, reason, text: policy };
  });
};

const isReason = (reason: string): reason is WithheldReason =>
  (withheldReasons as readonly string[]).includes(reason);

/**
 * Parses and checks one version against its schema. Throws `CannotDecide` when there is anything to object to, because
 * a policy that does not mean what it says is worse than none.
 *
 * What is prepared stays in the engine for as long as the process runs, so it is kept under the digest of the texts:
 * preparing the same version again replaces it and does not add another.
 */
export const preparePolicies = (texts: PolicyTexts): PreparedPolicies => {
  const policies = texts.policies.flatMap(({ file, text }) => policiesIn(file, text));
  const textById = new Map(policies.map(({ id, text }) => [id, text]));
  if (textById.size !== policies.length) throw new CannotDecide('two policies have the same @id');
  const reasons = new Map<string, WithheldReason>();
  for (const { id, reason } of policies) {
    if (reason === undefined) continue;
    if (!isReason(reason)) throw new CannotDecide(`${id} gives a reason that is not declared`);
    reasons.set(id, reason);
  }

  const staticPolicies = Object.fromEntries(textById);
  const checked = cedar.validate({
    validationSettings: { mode: 'strict' },
    schema: texts.schema,
    policies: { staticPolicies },
  });
  if (checked.type === 'failure') throw new CannotDecide('the policies or their schema cannot be parsed');
  const faults = [...checked.validationErrors, ...checked.validationWarnings];
  if (faults.length > 0) {
    throw new CannotDecide(`not valid under the schema: ${faults.map((fault) => fault.policyId).join(', ')}`);
  }

  const name = `${texts.version}/${digestsOf(texts, engine).whole}`;
  const prepared = [
    cedar.preparsePolicySet(name, { staticPolicies }),
    cedar.preparseSchema(name, texts.schema),
  ];
  if (prepared.some((answer) => answer.type === 'failure')) {
    throw new CannotDecide('the policies cannot be prepared');
  }
  return { ask: askUnder(name, vocabularyOf(texts.schema)), reasonOf: (id) => reasons.get(id) };
};

const denied: Decision = { allowed: false, decidedBy: [] };

/**
 * `name`: under which both policies and schema have been prepared. What came into the agreement after this version is
 * nothing that it could permit, and no fact that it decides by.
 */
export const askUnder =
  (name: string, vocabulary: Vocabulary) =>
  ({ principal, action, resource, context: facts }: Question): Decision => {
    const declared = vocabulary.factsByAction.get(action);
    const isUnknownRow = ({ type, id }: { readonly type: string; readonly id: string }) =>
      type === 'Row' && !vocabulary.rows.has(id);
    if (declared === undefined || isUnknownRow(principal) || isUnknownRow(resource)) return denied;
    const context = Object.fromEntries(Object.entries(facts).filter(([fact]) => declared.has(fact)));
    const answer = cedar.statefulIsAuthorized({
      principal,
      action: { type: 'Action', id: action },
      resource,
      context,
      preparsedPolicySetId: name,
      preparsedSchemaName: name,
      validateRequest: true,
      entities: [],
    });
    // Messages of the engine quote the request, so none is passed on.
    if (answer.type === 'failure') throw new CannotDecide(`the engine refused a question about ${action}`);
    const { decision, diagnostics } = answer.response;
    // Cedar skips a policy that errs, a forbid too, and may then allow: an error anywhere is a denial.
    if (diagnostics.errors.length > 0) {
      const failing = diagnostics.errors.map((error) => error.policyId).sort();
      throw new CannotDecide(`policies failed on a question about ${action}: ${failing.join(', ')}`);
    }
    return { allowed: decision === 'allow', decidedBy: diagnostics.reason.sort() };
  };
