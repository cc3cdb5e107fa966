import {
  CompiledQuery,
  PostgresDialect,
  PostgresDriver,
  PostgresQueryCompiler,
  type DataTypeNode,
  type DatabaseConnection,
  type PostgresDialectConfig,
  type QueryCompiler,
  type TransactionSettings,
} from 'kysely';

/**
 * The types of columns are written once, for both dialects: text sorts by its bytes, as everywhere else, and not by the
 * collation of whoever made the database; whole numbers are as large as SQLite's.
 */
const columnTypes: Readonly<Record<string, string>> = {
  text: 'text collate "C"',
  integer: 'bigint',
  blob: 'bytea',
};

class SameAsSqliteCompiler extends PostgresQueryCompiler {
  protected override visitDataType(node: DataTypeNode): void {
    const ofColumn =
      this.parentNode?.kind === 'ColumnDefinitionNode' || this.parentNode?.kind === 'AlterColumnNode';
    const type = ofColumn ? columnTypes[node.dataType] : undefined;
    if (type === undefined) super.visitDataType(node);
    else this.append(type);
  }
}

class DriverWithBeginning extends PostgresDriver {
  constructor(
    config: PostgresDialectConfig,
    private readonly beginning: string,
  ) {
    super(config);
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: TransactionSettings,
  ): Promise<void> {
    if (settings.isolationLevel !== undefined || settings.accessMode !== undefined)
      return super.beginTransaction(connection, settings);
    await connection.executeQuery(CompiledQuery.raw(this.beginning));
  }
}

export class SameAsSqliteDialect extends PostgresDialect {
  constructor(
    private readonly own: PostgresDialectConfig,
    /** The statements with which a transaction begins. */
    private readonly beginning = 'begin',
  ) {
    super(own);
  }

  override createQueryCompiler(): QueryCompiler {
    return new SameAsSqliteCompiler();
  }

  override createDriver(): PostgresDriver {
    return new DriverWithBeginning(this.own, this.beginning);
  }
}
