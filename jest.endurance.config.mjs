import usual from './jest.config.mjs';

process.env.THROUGHLINE_ENDURANCE ??= '1';

/** What takes too long for every change: `npm run test:endurance`. */
export default {
  ...usual,
  testMatch: ['<rootDir>/test/endurance/**/*.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
};
