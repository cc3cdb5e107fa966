import { describe, expect, it } from '@jest/globals';
import { QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { startGateway } from './gateway.fixture.js';
import { ReadTimeline } from './timeline/read-timeline.js';

@QueryHandler(ReadTimeline)
class AnotherTimeline implements IQueryHandler<ReadTimeline> {
  execute(): never {
    throw new Error('never asked');
  }
}

describe('two handlers of one question', () => {
  it('stop the start', async () => {
    await expect(startGateway({ providers: [AnotherTimeline] })).rejects.toThrow(
      'AnotherTimeline handles what another handler handles already.',
    );
  });
});
