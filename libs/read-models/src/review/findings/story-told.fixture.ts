import { beforeAll } from '@jest/globals';
import { answered, type BuiltRecord } from '../record.fixture.js';
import type { Finding } from './finding.js';
import { findingsQuestion } from './findings-question.js';

/** A finding in one line: the days that it spans, whom it concerns and the events that it cites. */
const told = ({ from, until, days, agencies, cites }: Finding): string =>
  [
    `${from.slice(0, 10)}/${until === null ? '..' : until.slice(0, 10)}`,
    ...(days === null ? [] : [`${days} days`]),
    agencies.join('+'),
    cites.map(({ as, eventId }) => `${as} ${eventId}`).join(', '),
  ].join(' | ');

/** What is found in a record, by definition: asked for once, before the tests of a story. */
export const storyTold = (record: () => BuiltRecord) => {
  let findings: readonly Finding[] = [];
  beforeAll(async () => {
    findings = await answered(findingsQuestion, record()).answer;
  });
  return {
    by: (definition: string) => findings.filter((finding) => finding.definition === definition),
    told: (definition: string) => findings.filter((finding) => finding.definition === definition).map(told),
    definitions: () => [...new Set(findings.map(({ definition }) => definition))].sort(),
  };
};
