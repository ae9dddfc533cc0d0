import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { Pool } from 'pg';

const NO_FILTER = { externalTables: [], externalEnums: [] };
const datamodel = (content: string) => ({
  tag: 'schemaDatamodel' as const,
  files: [{ path: 'schema.prisma', content }],
});

/**
 * In the transaction of a migration. Requests queue up behind a lock that it waits for, even those that only
 * read, so it has to give up soon. Less than the second after which PostgreSQL looks for deadlocks, so it is
 * the migration that ends in most of them, and not a request.
 */
export const GIVES_UP_SOON = "SET LOCAL lock_timeout = '500ms'";

/**
 * In the transaction of a migration, so that it counts as applied exactly if it is. The engine would write
 * this only afterwards.
 */
const FINISHED =
  'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL';

/**
 * Runs a script as one transaction, as PostgreSQL does with several statements in one query. The adapter's
 * own way is to split it at semicolons and to commit each statement, so a process that is killed would leave
 * a part of a migration.
 */
class WholeScripts extends PrismaPg {
  override async connect() {
    const adapter = await super.connect();
    adapter.executeScript = async (script) => {
      await adapter.executeRaw({ sql: `${GIVES_UP_SOON};\n${script}\n;${FINISHED}`, args: [], argTypes: [] });
    };
    return adapter;
  }
}

async function instantiate() {
  const bindings = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const folder = dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')));
  const { instance } = await WebAssembly.instantiate(await readFile(join(folder, 'schema_engine_bg.wasm')), {
    './schema_engine_bg.js': bindings as unknown as WebAssembly.ModuleImports,
  });
  // oxlint-disable-next-line no-underscore-dangle -- the generated bindings' own names
  bindings.__wbg_set_wasm(instance.exports);
  // oxlint-disable-next-line no-underscore-dangle
  (instance.exports.__wbindgen_start as () => void)();
  return bindings;
}

// The bindings support one instance per process: a second one would replace the memory of the first.
let bindings: ReturnType<typeof instantiate> | undefined;

/**
 * Runs work with Prisma's schema engine as WebAssembly, over the same driver as the site, so that no binary
 * is downloaded.
 *
 * @param databaseUrl the database to use; the engine connects immediately
 * @param work gets the engine and the pool with its only connection
 * @returns what the work returned; the connection is always closed
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: OpenSchemaEngine, pool: Pool) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await (bindings ??= instantiate());
  // One connection, because the engine's advisory lock belongs to the connection that took it and is released
  // when that is closed.
  const pool = new Pool({ connectionString: databaseUrl, max: 1 });
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool));
  try {
    const engine = await SchemaEngine.new({ datamodels: undefined }, () => {}, factory);
    try {
      return await work(new OpenSchemaEngine(engine), pool);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

class OpenSchemaEngine {
  #engine: SchemaEngine;
  constructor(engine: SchemaEngine) {
    this.#engine = engine;
  }

  async applyMigrations(migrationsList: MigrationList): Promise<{ appliedMigrationNames: string[] }> {
    return this.#engine.applyMigrations({ migrationsList, filters: NO_FILTER });
  }

  /**
   * SQL that changes one schema to another, without reading a database: introspection fails with this driver
   * (empty "char" columns).
   */
  async diff(from: string | undefined, to: string): Promise<string> {
    const { stdout } = await this.#engine.diff({
      from: from === undefined ? { tag: 'empty' } : datamodel(from),
      to: datamodel(to),
      script: true,
      exitCode: null,
      filters: NO_FILTER,
    });
    return stdout ?? '';
  }
}
