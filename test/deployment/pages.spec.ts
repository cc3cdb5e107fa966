import { describe, expect, it } from '@jest/globals';
import { operatorCommands } from '../../apps/cli/src/operating/operate.js';
import { productionSettings } from '../../apps/gateway/src/settings.js';
import { filesBelow, text } from './files.fixture.js';

/** The sources as one text, with what was broken over lines put together. */
const sources = ['apps', 'libs']
  .flatMap(filesBelow)
  .filter((file) => file.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(file))
  .map(text)
  .join('\n')
  .replaceAll(/['`]\s*\+\s*['`]/g, '');

const pages = filesBelow('docs/operate').filter((file) => file.endsWith('.md'));

/** What a page says that a program says: the first column of a table, and three words or more that are no command. */
const saidIn = (page: string): readonly string[] => [
  ...[...text(page).matchAll(/^\s*\| `(?!throughline)([^`]+)` \|/gm)].map(([, said]) => said!),
  ...[...text(page).matchAll(/`(?!throughline)([A-Za-z]+ (?!compose\b|keys\b)[a-z]+ [a-z, ]+)`/g)].map(
    ([, said]) => said!,
  ),
];

/** The commands of the tool that a page names; a name has one word or two. */
const commandsIn = (page: string): readonly string[] =>
  [
    ...text(page).matchAll(
      /(?:^|`)(?:throughline|node dist\/apps\/cli\/src\/main\.js)\s+([a-z][a-z -]*[a-z])/gm,
    ),
  ].map(([, words]) => words!);

describe('the pages for operators', () => {
  it.each(pages)('%s says what the programs say, word for word', (page) => {
    const pieces = saidIn(page).flatMap((said) => said.split('…').map((piece) => piece.trim()));
    expect(pieces.filter((piece) => !sources.includes(piece))).toEqual([]);
  });

  it.each(pages)('%s names only commands that there are', (page) => {
    const isThere = (words: string): boolean =>
      operatorCommands.some(({ name, understand }) => {
        if (words === name || words === 'help') return true;
        return (
          words.startsWith(`${name} `) && understand(words.slice(name.length + 1).split(' ')) !== undefined
        );
      });
    expect(commandsIn(page).filter((words) => !isThere(words))).toEqual([]);
  });

  it('say how often one may ask in production', () => {
    const { subject, organisation } = productionSettings.requestsPerMinute;
    expect(text('docs/operate/sizes.md').replaceAll(/\s+/g, ' ')).toContain(
      `${subject} requests a minute of a person and ${organisation.toLocaleString('en-GB')} of an organisation`,
    );
  });

  it('say and name something', () => {
    expect(pages.flatMap(saidIn).length).toBeGreaterThanOrEqual(5);
    expect(new Set(pages.flatMap(commandsIn)).size).toBeGreaterThanOrEqual(5);
  });
});
