import {
  IdentifierNode,
  SqliteQueryCompiler,
  type CreateIndexNode,
  type QueryCompiler,
  type SchemableIdentifierNode,
} from 'kysely';
import { GenericSqliteDialect } from 'kysely-generic-sqlite';

/** What a table of a namespace is called in a file, which has no schemas. */
export const tableInNamespace = (namespace: string, table: string): string => `${namespace}__${table}`;

/** Prints the tables of a namespace by the names that they have in a file. */
class NamespacedSqliteCompiler extends SqliteQueryCompiler {
  protected override visitSchemableIdentifier(node: SchemableIdentifierNode): void {
    if (node.schema === undefined) return super.visitSchemableIdentifier(node);
    this.append(this.wrapped(tableInNamespace(node.schema.name, node.identifier.name)));
  }

  /** The names of indexes are one set for the whole file. */
  protected override visitCreateIndex(node: CreateIndexNode): void {
    const namespace = node.table?.table.schema?.name;
    if (namespace === undefined) return super.visitCreateIndex(node);
    super.visitCreateIndex({
      ...node,
      name: IdentifierNode.create(tableInNamespace(namespace, node.name.name)),
    });
  }

  private wrapped(name: string): string {
    return `${this.getLeftIdentifierWrapper()}${this.sanitizeIdentifier(name)}${this.getRightIdentifierWrapper()}`;
  }
}

export class NamespacedSqliteDialect extends GenericSqliteDialect {
  override createQueryCompiler(): QueryCompiler & SqliteQueryCompiler {
    return new NamespacedSqliteCompiler();
  }
}
