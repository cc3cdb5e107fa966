import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-node';

/** Random ids, but for a trace that is begun with one of its own. */
export interface ChosenTraceIds extends IdGenerator {
  /** The trace that `begin` begins at once has this id. */
  readonly choosing: <Begun>(traceId: string | undefined, begin: () => Begun) => Begun;
}

export const chosenTraceIds = (): ChosenTraceIds => {
  const random = new RandomIdGenerator();
  let chosen: string | undefined;
  return {
    generateTraceId: () => chosen ?? random.generateTraceId(),
    generateSpanId: () => random.generateSpanId(),
    choosing: (traceId, begin) => {
      chosen = traceId;
      try {
        return begin();
      } finally {
        chosen = undefined;
      }
    },
  };
};
