import { randomBytes } from 'node:crypto';
import {
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

  /**
   * The names of indexes are one set for the whole file, and an index keeps its name when its table gets another. Nobody
   * asks for one by name, so an index of a namespace has a name that no other namespace's has had or will have.
   */
  protected override visitCreateIndex(node: CreateIndexNode): void {
    const namespace = node.table?.table.schema?.name;
    if (namespace === undefined) return super.visitCreateIndex(node);
    if (node.ifNotExists) throw new RangeError('An index of a namespace is made once, with its table.');
    const name = { ...node.name, name: `${node.name.name}__${randomBytes(6).toString('hex')}` };
    super.visitCreateIndex({ ...node, name });
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
