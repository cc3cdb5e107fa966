import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cataloguePage, declarations, dutiesPage, eventSchemaText, schemaFileName } from '#casework';
import { publishedSchema } from '../../gateway/src/schema/published-schema.js';
import { asyncapiText } from './asyncapi/document.js';
import { places, protoImage, root, textAt } from './contracts.js';

/** A file that is generated and is not what it would be generated as now. */
export interface Outdated {
  readonly path: string;
  /** The command that writes it. */
  readonly by: string;
}

const expectedTexts = async (): Promise<readonly (Outdated & { readonly text: string })[]> => [
  { path: places.sdl.published, by: 'npm run schema', text: await publishedSchema() },
  {
    path: places.asyncapi.published,
    by: 'npm run contracts',
    text: asyncapiText(textAt(places.sdl.published), protoImage()),
  },
  { path: 'docs/event-catalogue.md', by: 'npm run catalogue', text: cataloguePage() },
  { path: 'docs/duties.md', by: 'npm run catalogue', text: dutiesPage() },
  ...declarations.map((declaration) => ({
    path: `${places.events.published}/${schemaFileName(declaration, declaration.version)}`,
    by: 'npm run catalogue',
    text: eventSchemaText(declaration),
  })),
];

/** What is generated and not current. The client of the feed is seen to by `scripts/check-generated-client.mjs`. */
export const outdated = async (): Promise<readonly Outdated[]> =>
  (await expectedTexts())
    .filter(({ path, text }) => !existsSync(join(root, path)) || textAt(path) !== text)
    .map(({ path, by }) => ({ path, by }));
