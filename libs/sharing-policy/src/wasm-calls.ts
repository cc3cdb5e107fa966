import { setFlagsFromString } from 'node:v8';

/**
 * Node 20 (V8 11.3) ends the process with "unreachable code" when a function that calls into WebAssembly is
 * deoptimised while the call is under way and the callee returns a reference, as all of the engine's functions do. It
 * happens under load, at random. The optimisation at fault is the inlining of such calls; without it a call costs the
 * same within what can be measured, for its cost is the engine's. See docs/decisions/0032-engine-calls-are-not-inlined.md.
 */
export const neverInlined = '--no-turbo-inline-js-wasm-calls';

/** Has to be called before the engine is; V8 reads the flag whenever it optimises a function. */
export const callEngineSafely = (): void => setFlagsFromString(neverInlined);
