import type { Result } from '#kernel';
import type { CaseTouch, ReadPlan, ReadRefusal } from '#read-models';
import { invalid, notFound, unavailable, type Refusal } from '../errors/refusal.js';

/** What a root field that reads gives back: what it would tell, and, once that is recorded, the telling. */
export class PlannedAnswer {
  constructor(
    readonly touches: readonly CaseTouch[],
    /** The answer, or the refusal that is the answer, thrown. */
    readonly open: () => Promise<unknown>,
  ) {}
}

/** The plan of the read side, with its answer put as the schema has it. */
export const plannedAnswer = <Answer>(
  result: Result<ReadPlan<Answer>, ReadRefusal>,
  present: (answer: Answer) => unknown,
): PlannedAnswer => {
  if (!result.ok) return plannedRefusal(refusalOf(result.reason), touchesOf(result.reason));
  const plan = result.value;
  return new PlannedAnswer(plan.touches, async () => present(await plan.open()));
};

/** A refusal that is told when what it touches is recorded: denials are disclosures' other half. */
export const plannedRefusal = (refusal: Refusal, touches: readonly CaseTouch[]): PlannedAnswer =>
  new PlannedAnswer(touches, () => Promise.reject(refusal));

const touchesOf = (refusal: ReadRefusal): readonly CaseTouch[] =>
  refusal.code === 'NOT_FOUND' ? refusal.touches : [];

export const refusalOf = (refusal: ReadRefusal): Refusal => {
  switch (refusal.code) {
    case 'NOT_FOUND':
      return notFound();
    case 'UNAVAILABLE':
      return unavailable();
    case 'INVALID_INPUT':
      return invalid(refusal.field, refusal.message);
  }
};
