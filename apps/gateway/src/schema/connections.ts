import { Field, ObjectType } from '@nestjs/graphql';
import type { Page } from '#read-models';
import { claimName } from './code-lists.js';
import type { TypeClass } from './derived-types.js';
import { namedClass } from './derived-types.js';

claimName('PageInfo', 'What is told of a page');
@ObjectType({
  description: 'Whether there is more. How much more is not told: it would count what you may not see.',
})
export class PageInfo {
  @Field(() => Boolean)
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: 'Always false: pages are read forwards.' })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true })
  startCursor!: string | null;
  @Field(() => String, { nullable: true })
  endCursor!: string | null;
}

/** A connection of the Relay specification: edges with cursors, and whether there are more. */
export const connectionOf = (name: string, node: TypeClass, means: string): TypeClass => {
  claimName(`${name}Connection`, means);
  claimName(`${name}Edge`, means);
  const edge = namedClass(`${name}Edge`);
  Field(() => node)(edge.prototype as object, 'node');
  Field(() => String, { description: 'Bound to your organisation; for `after`.' })(
    edge.prototype as object,
    'cursor',
  );
  ObjectType(`${name}Edge`)(edge);
  const connection = namedClass(`${name}Connection`);
  Field(() => [edge])(connection.prototype as object, 'edges');
  Field(() => PageInfo)(connection.prototype as object, 'pageInfo');
  ObjectType(`${name}Connection`, { description: means })(connection);
  return connection;
};

/** A page as the schema has it. A cursor is sealed only when the query selects it. */
export const presentPage = <Node, Cursor>(
  page: Page<Node, Cursor>,
  presentNode: (node: Node) => unknown,
  sealCursor: (cursor: Cursor) => string,
) => {
  const edges = page.edges.map(({ node, cursor }) => ({
    node: presentNode(node),
    get cursor(): string {
      return sealCursor(cursor);
    },
  }));
  return {
    edges,
    pageInfo: {
      hasNextPage: page.hasNextPage,
      hasPreviousPage: false,
      get startCursor(): string | null {
        return edges[0]?.cursor ?? null;
      },
      get endCursor(): string | null {
        return edges.at(-1)?.cursor ?? null;
      },
    },
  };
};
