/** Writes the event catalogue, the table of duties and the schemas of new event types, from what is built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  cataloguePage,
  declarations,
  dutiesPage,
  eventSchemaText,
  schemaFileName,
} from '../dist/libs/casework/src/index.js';

const inRepository = (path) => new URL(`../${path}`, import.meta.url);
mkdirSync(inRepository('proto/events'), { recursive: true });

const changed = [];
for (const declaration of declarations) {
  const file = inRepository(`proto/events/${schemaFileName(declaration, declaration.version)}`);
  const text = eventSchemaText(declaration);
  if (!existsSync(file)) writeFileSync(file, text);
  else if (readFileSync(file, 'utf8') !== text) changed.push(declaration.type);
}
writeFileSync(inRepository('docs/event-catalogue.md'), cataloguePage());
writeFileSync(inRepository('docs/duties.md'), dutiesPage());

if (changed.length > 0) {
  process.exitCode = 1;
  process.stderr.write(
    `These published schemas would change: ${changed.join(', ')}.\n` +
      'Raise the version of each and say how the older details become the newer (upcasts). ' +
      'Only a schema under which nothing was ever recorded may be deleted and written again.\n',
  );
}
