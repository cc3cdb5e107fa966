import type { QueryBus } from '@nestjs/cqrs';
import type { MakeQuestion } from '#read-models';
import { opened, positionToken } from '../access/cursors.js';
import type { RootSource } from '../access/guard-root-fields.js';
import { idIn } from '../access/page-arguments.js';
import { plannedAnswer, type PlannedAnswer } from '../disclosure/planned-answer.js';
import { readerOf, whenAtLeast } from '../disclosure/reading.js';
import type { GatewayPorts } from '../ports.js';
import type { GatewaySettings } from '../settings.js';
import { presentRecord } from './of-the-record.js';
import { ReadReview } from './read-review.js';
import type { ReviewArguments } from './review-arguments.js';

/** What whoever asks a review needs of the gateway. */
interface Asking {
  readonly queries: QueryBus;
  readonly ports: Pick<GatewayPorts, 'reads' | 'tokens'>;
  readonly settings: Pick<GatewaySettings, 'waitMilliseconds'>;
}

/** The answer of a review to one question, with the position and the policy of which it is one. */
export const answerOfReview = async <Answer>(
  { queries, ports, settings }: Asking,
  source: RootSource,
  { reviewId, at, atLeast }: ReviewArguments,
  question: MakeQuestion<Answer>,
  present: (found: {
    readonly answer: Answer;
    readonly position: string;
    readonly policyVersion: string;
  }) => object | Promise<object>,
): Promise<PlannedAnswer> => {
  const reader = readerOf(source);
  const { organisation } = reader.principal;
  const { tokens } = ports;
  const asked = {
    reviewId: idIn('reviewId', reviewId),
    ...(at == null ? {} : { at: opened(tokens, positionToken, organisation, at, 'at') }),
  };
  await whenAtLeast(ports, settings, organisation, atLeast);
  const planned = await queries.execute(new ReadReview(reader, asked, question));
  return plannedAnswer(planned, async (found) => {
    const ofRecord = presentRecord(tokens, organisation, found);
    return { ...(await present({ answer: found.answer, ...ofRecord })), ...ofRecord };
  });
};
