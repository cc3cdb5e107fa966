import { answered, recordOf, type GivenEvent, type GivenRecord } from '../record.fixture.js';
import type { Definition, Finding } from './finding.js';
import { questionOf } from './findings-question.js';

/** One agency of each function that the tests speak of. */
export const agencies = {
  council: 'children-services',
  borough: 'children-services',
  force: 'police',
  port: 'border',
  casework: 'asylum-casework',
  authority: 'competent-authority',
  hospital: 'health',
  refuge: 'voluntary',
  lawyers: 'prosecution',
  board: 'safeguarding-board',
} as const;

/** An event of a hand-built story: its label, who recorded it, what it is and when it occurred. */
export const event = (
  label: string,
  by: keyof typeof agencies | 'system',
  type: string,
  occurred: string,
  more: Partial<GivenEvent> = {},
): GivenEvent => ({ label, by, type, occurred, ...more });

/** What one definition finds in a record of these events. */
export const foundIn = async (
  definition: Definition,
  events: readonly GivenEvent[],
  more: Omit<GivenRecord, 'agencies' | 'events'> = {},
): Promise<readonly Finding[]> =>
  answered(questionOf([definition]), recordOf({ agencies, events, ...more })).answer;

/** What the findings cite, in short: `what-was-found a, acceptance b`. */
export const cited = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ cites }) => cites.map(({ as, eventId }) => `${as} ${eventId}`).join(', '));
