import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Planned, Entry, EntryQuery, Reader, TimelinePage, TimelineQuery } from '#read-models';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class ReadTimeline extends Query<Awaited<Planned<TimelinePage>>> {
  constructor(
    readonly reader: Reader,
    readonly query: TimelineQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadTimeline)
export class ReadTimelineHandler implements IQueryHandler<ReadTimeline> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadTimeline): Planned<TimelinePage> {
    return this.ports.reads.timeline(reader, query);
  }
}

export class ReadEntry extends Query<Awaited<Planned<Entry>>> {
  constructor(
    readonly reader: Reader,
    readonly query: EntryQuery,
  ) {
    super();
  }
}

@QueryHandler(ReadEntry)
export class ReadEntryHandler implements IQueryHandler<ReadEntry> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ reader, query }: ReadEntry): Planned<Entry> {
    return this.ports.reads.entry(reader, query);
  }
}
