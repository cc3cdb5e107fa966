import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type {
  EmergencyAccessesPage,
  EmergencyAccessesQuery,
  Planned,
  Reader,
  ReviewsPage,
  ReviewsQuery,
  WorklistPage,
  WorklistQuery,
} from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class ReadWorklist extends Query<Awaited<Planned<WorklistPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: WorklistQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadWorklist)
export class ReadWorklistHandler implements IQueryHandler<ReadWorklist> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadWorklist): Planned<WorklistPage> {
    return this.ports.reads.worklist(reader, query);
  }
}

export class ReadEmergencyAccesses extends Query<Awaited<Planned<EmergencyAccessesPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: EmergencyAccessesQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadEmergencyAccesses)
export class ReadEmergencyAccessesHandler implements IQueryHandler<ReadEmergencyAccesses> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadEmergencyAccesses): Planned<EmergencyAccessesPage> {
    return this.ports.reads.emergencyAccesses(reader, query);
  }
}

export class ReadReviews extends Query<Awaited<Planned<ReviewsPage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: ReviewsQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadReviews)
export class ReadReviewsHandler implements IQueryHandler<ReadReviews> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadReviews): Planned<ReviewsPage> {
    return this.ports.reads.reviews(reader, query);
  }
}
