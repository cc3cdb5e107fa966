import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Logger } from '#platform';
import type { CountRefusal } from '../operations/counted-refusals.js';
import { masked } from './masking.js';
import { queryLimits } from '../hardening/query-limits.js';
import { Refusal, type RefusalCode } from './refusal.js';

const refusalFor = (status: number): Refusal => {
  switch (status) {
    case 400:
      return new Refusal('INVALID_INPUT', 'The body is not JSON.');
    case 404:
      return new Refusal('NOT_FOUND', 'There is no such thing.');
    case 405:
      return new Refusal('INVALID_INPUT', 'Send queries by POST.');
    case 413:
      return new Refusal('INVALID_INPUT', `The body is too long: at most ${queryLimits.bodyBytes} bytes.`);
    case 415:
      return new Refusal('INVALID_INPUT', 'Send JSON, as content-type: application/json.');
    default:
      return new Refusal('INVALID_INPUT', 'The request is not one that this service takes.');
  }
};

const statuses: Readonly<Record<RefusalCode, number>> = {
  INVALID_INPUT: 400,
  RULE_REFUSED: 422,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  UNAVAILABLE: 503,
  UNAUTHENTICATED: 401,
  PURPOSE_REQUIRED: 400,
  TOO_MANY_REQUESTS: 429,
  CURSOR_REFUSED: 400,
  SUBSCRIPTION_ENDED: 403,
};

/** A refusal as the body of an HTTP answer, in the form of every GraphQL error. */
export const refusalBody = ({ message, code, details }: Refusal) => ({
  errors: [{ message, extensions: { code, ...details } }],
});

/**
 * Answers what fails outside a resolver in the same form as GraphQL errors, and gives what fails inside one on as it is:
 * the framework's own way would write its message, which may hold anything, to the log.
 */
@Catch()
export class HttpRefusals implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly count: CountRefusal,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): unknown {
    if (host.getType<string>() === 'graphql') throw exception;
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (exception instanceof Refusal) {
      this.count(exception.code);
      return this.answer(reply, statuses[exception.code], refusalBody(exception));
    }
    if (!(exception instanceof HttpException)) {
      return this.answer(reply, 500, { errors: [masked(exception, this.logger, this.count)] });
    }
    const status = exception.getStatus();
    const report: unknown = exception.getResponse();
    // An unwell service tells its findings, which are codes; every other message of the framework is left out.
    if (status === 503 && typeof report === 'object') return this.answer(reply, status, report);
    const refusal = refusalFor(status);
    this.count(refusal.code);
    return this.answer(reply, status, refusalBody(refusal));
  }

  private answer(reply: FastifyReply, status: number, body: unknown): void {
    void reply
      .status(status)
      .header('content-type', 'application/json; charset=utf-8')
      .send(JSON.stringify(body));
  }
}
