import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { places, root, type Contracts } from './contracts.js';

/** Makes these what was last released. */
export const writeReleased = ({ sdl, asyncapi, proto, events }: Contracts): void => {
  mkdirSync(join(root, 'proto/released'), { recursive: true });
  const write = (path: string, text: string) => writeFileSync(join(root, path), text);
  write(places.sdl.released, sdl);
  write(places.asyncapi.released, asyncapi);
  write(places.proto.released, `${JSON.stringify(JSON.parse(proto), null, 1)}\n`);
  write(places.events.released, `${JSON.stringify(events, null, 2)}\n`);
};
