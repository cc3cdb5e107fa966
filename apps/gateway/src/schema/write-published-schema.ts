import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { publishedSchema } from './published-schema.js';

// Run from the root of the repository, by `npm run schema`.
writeFileSync(resolve('docs/schema.graphql'), await publishedSchema());
