import { NestFactory } from '@nestjs/core';
import { GraphQLSchemaBuilderModule, GraphQLSchemaFactory } from '@nestjs/graphql';
import { lexicographicSortSchema, printSchema } from 'graphql';
import { resolvers } from '../resolvers.js';
import { orphanedTypes } from '../timeline/entry.types.js';

const heading = `# The GraphQL schema of Throughline, derived from the event catalogue.
# Written by \`npm run schema\`; a test holds it to the code.
`;

/** The schema as it is published in docs/schema.graphql. */
export const publishedSchema = async (): Promise<string> => {
  const builder = await NestFactory.createApplicationContext(GraphQLSchemaBuilderModule, {
    logger: false,
    abortOnError: false,
  });
  const schema = await builder
    .get(GraphQLSchemaFactory)
    .create([...resolvers], { orphanedTypes: [...orphanedTypes] });
  await builder.close();
  return `${heading}\n${printSchema(lexicographicSortSchema(schema))}\n`;
};
