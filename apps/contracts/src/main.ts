import 'reflect-metadata';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { asyncapiText } from './asyncapi/document.js';
import { changesSince } from './breaks/index.js';
import { lintOfProto } from './breaks/proto.js';
import { places, protoImage, publishedContracts, releasedContracts, root, textAt } from './contracts.js';
import { outdated } from './outdated.js';
import { writeReleased } from './released.js';

const tell = (lines: readonly string[]) => lines.forEach((line) => process.stdout.write(`${line}\n`));

const write = () =>
  writeFileSync(
    join(root, places.asyncapi.published),
    asyncapiText(textAt(places.sdl.published), protoImage()),
  );

/** What forbids a release, in a line each. Tells what is dangerous and passes. */
const findings = async (): Promise<{
  readonly wrong: readonly string[];
  readonly breaking: readonly string[];
}> => {
  const changes = existsSync(join(root, places.events.released))
    ? changesSince(releasedContracts(), publishedContracts())
    : [];
  const told = changes.map(({ contract, severity, what }) => ({
    severity,
    line: `${severity}, ${contract}: ${what}`,
  }));
  tell(told.filter(({ severity }) => severity === 'dangerous').map(({ line }) => line));
  return {
    wrong: [
      ...(await outdated()).map(({ path, by }) => `not current: ${path}; ${by} writes it`),
      ...lintOfProto().map((what) => `buf lint: ${what}`),
    ],
    breaking: told.filter(({ severity }) => severity === 'breaking').map(({ line }) => line),
  };
};

const check = async () => {
  const { wrong, breaking } = await findings();
  tell([...wrong, ...breaking]);
  if (breaking.length > 0)
    tell([
      'What others have built on would break. Add beside what is there instead; docs/contracts.md says how.',
    ]);
  if (wrong.length + breaking.length > 0) process.exitCode = 1;
};

const release = async (major: string | undefined) => {
  const { wrong, breaking } = await findings();
  const refused = [...wrong, ...(major === undefined ? breaking : [])];
  tell(refused);
  if (refused.length > 0) {
    process.exitCode = 1;
    tell(['Nothing was released. A break that was decided on is released with: --major "why".']);
    return;
  }
  writeReleased(publishedContracts());
  tell(major === undefined ? ['Released.'] : [...breaking, `Released as a major: ${major}`]);
};

const [command, option, why] = process.argv.slice(2);
if (command === 'write') write();
else if (command === 'check') await check();
else if (command === 'release' && option === undefined) await release(undefined);
else if (command === 'release' && option === '--major' && why) await release(why);
else {
  process.exitCode = 64;
  tell(['contracts write | check | release [--major "why"]']);
}
