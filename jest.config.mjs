import { keepInMemory } from './jest.memory.mjs';

keepInMemory();

/** Tests run as native ES modules; see docs/decisions for why swc does the transforming. */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/libs', '<rootDir>/apps', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // What takes long runs by `npm run test:endurance`.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/endurance/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^#event-store/conformance$': '<rootDir>/libs/event-store/src/conformance/index.ts',
    '^#platform/testing$': '<rootDir>/libs/platform/src/testing/index.ts',
    '^#([a-z-]+)$': '<rootDir>/libs/$1/src/index.ts',
  },
  testTimeout: 30_000,
  testSequencer: '<rootDir>/jest.sequencer.mjs',
  // Jest would leave one core idle; the product's own machines, and those of most who test it, have few.
  maxWorkers: '100%',
  // ES modules are never unloaded: after some hundred suites a worker that has kept them all takes a minute to load what
  // took a fresh one three seconds (measured: 46 s for a suite of a few milliseconds). One that has grown is replaced.
  workerIdleMemoryLimit: '1GB',
};
