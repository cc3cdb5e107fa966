import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { MakeQuestion, OfTheRecord, Planned, Reader, ReviewAsked } from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

/** Anything that is asked of a review. */
export class ReadReview<Answer> extends Query<Awaited<Planned<OfTheRecord<Answer>>>> {
  constructor(
    readonly reader: Reader,
    readonly asked: ReviewAsked,
    readonly make: MakeQuestion<Answer>,
  ) {
    super();
  }
}

@QueryHandler(ReadReview)
export class ReadReviewHandler implements IQueryHandler<ReadReview<unknown>> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, asked, make }: ReadReview<unknown>): Planned<OfTheRecord<unknown>> {
    return this.ports.reads.askReview(reader, asked, make);
  }
}
