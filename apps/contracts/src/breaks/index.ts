import type { Contracts } from '../contracts.js';
import { changesOfAsyncapi } from './asyncapi.js';
import type { Change } from './change.js';
import { changesOfEvents } from './events.js';
import { changesOfGraphql } from './graphql.js';
import { changesOfProto } from './proto.js';

export type { Change } from './change.js';

/** Everything by which what stands now differs from what was released, to the harm of who built on it. */
export const changesSince = (released: Contracts, now: Contracts): readonly Change[] => [
  ...changesOfGraphql(released.sdl, now.sdl),
  ...changesOfProto(released.proto, now.proto),
  ...changesOfEvents(released.events, now.events),
  ...changesOfAsyncapi(released.asyncapi, now.asyncapi),
];
