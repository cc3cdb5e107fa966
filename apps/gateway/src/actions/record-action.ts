import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Result } from '#kernel';
import type { Recorded, RecordingRefusal, RecordRequest } from '#recording';
import { GATEWAY_PORTS, type GatewayPorts } from '../ports.js';

export class RecordAction extends Command<Result<Recorded, RecordingRefusal>> {
  constructor(readonly request: RecordRequest) {
    super();
  }
}

@CommandHandler(RecordAction)
export class RecordActionHandler implements ICommandHandler<RecordAction> {
  constructor(@Inject(GATEWAY_PORTS) private readonly ports: GatewayPorts) {}

  execute({ request }: RecordAction): Promise<Result<Recorded, RecordingRefusal>> {
    return this.ports.recording.record(request);
  }
}
