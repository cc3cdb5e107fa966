import type { EventId } from '#kernel';
import type { RecordedFinding } from './chronology.js';
import type { Identities } from './identities.js';
import { asHeading, inWords, sentences } from './words.js';

/** What reviewers have recorded about an event. */
export interface Comment {
  readonly comment: string;
  readonly significance: string;
}

/** By the event that they are about, in the order in which they were recorded. */
export const commentsByEvent = (
  findings: readonly RecordedFinding[],
  { text }: Pick<Identities, 'text'>,
): ReadonlyMap<EventId, Comment> => {
  const comments = new Map<EventId, Comment>();
  for (const { about, kind, finding, recommendation, significance } of findings) {
    const said = sentences([
      kind === 'comment' ? null : asHeading(kind),
      text(finding),
      recommendation === null ? null : `Should change: ${text(recommendation)}`,
    ]);
    for (const event of about) {
      const before = comments.get(event);
      comments.set(event, {
        comment: sentences([before?.comment, said]),
        significance: weightier(before?.significance ?? '', inWords(significance)),
      });
    }
  }
  return comments;
};

const byWeight = ['turning point', 'significant', 'contextual', ''];

const weightier = (one: string, other: string): string =>
  byWeight.indexOf(one) <= byWeight.indexOf(other) ? one : other;
