import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { neverInlined } from './wasm-calls.js';

const engine = createRequire(import.meta.url).resolve('@cedar-policy/cedar-wasm/nodejs');

/** Deoptimises the caller from within a call to the engine, as the collection of garbage may at any time. */
const program = `
  require('node:v8').setFlagsFromString(${JSON.stringify(neverInlined)});
  const cedar = require(${JSON.stringify(engine)});
  cedar.preparsePolicySet('any', { staticPolicies: 'permit (principal, action, resource) when { context.asked };' });
  let deoptimise = false;
  const ask = () => cedar.statefulIsAuthorized({
    principal: { type: 'A', id: 'a' }, action: { type: 'Action', id: 'a' }, resource: { type: 'A', id: 'a' },
    context: { get asked() { if (deoptimise) %DeoptimizeFunction(cedar.statefulIsAuthorized); return true; } },
    preparsedPolicySetId: 'any', entities: [],
  });
  %PrepareFunctionForOptimization(cedar.statefulIsAuthorized);
  for (let n = 0; n < 100; n++) ask();
  %OptimizeFunctionOnNextCall(cedar.statefulIsAuthorized);
  ask();
  deoptimise = true;
  process.stdout.write(ask().response.decision);
`;

describe('A call to the policy engine', () => {
  it('survives that its caller is deoptimised meanwhile', () => {
    const answer = execFileSync(process.execPath, ['--allow-natives-syntax', '--eval', program], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: {},
    });
    expect(answer).toBe('allow');
  });
});
