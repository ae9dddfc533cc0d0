import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrationNames, migrationsFolder } from './migration-names.ts';
import { withSchemaEngine } from './schema-engine.ts';

const root = join(import.meta.dirname, '..');

/**
 * Applies the migrations that the database lacks. Safe to repeat; two concurrent calls wait for each other,
 * because the engine takes a lock. Leaves the same `_prisma_migrations` table as Prisma's own command.
 *
 * @param names the migrations to apply; all unless given
 * @returns the names of the migrations applied by this call
 * @throws with the name of the migration that failed
 */
export async function migrate(databaseUrl: string, names?: readonly string[]): Promise<string[]> {
  const list = await migrationsList(names ?? (await migrationNames()));
  const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
    engine.applyMigrations(list),
  );
  return appliedMigrationNames;
}

/**
 * SQL that changes one schema to another.
 *
 * @param from text of a schema.prisma; undefined for an empty database
 * @param databaseUrl any database; the engine connects but does not change it
 * @returns '' if the schemas are equal
 */
export async function schemaDiff(from: string | undefined, to: string, databaseUrl: string): Promise<string> {
  const sql = await withSchemaEngine(databaseUrl, (engine) => engine.diff(from, to));
  return sql.startsWith('-- This is an empty migration') ? '' : sql;
}

/** Migrations of the folder in the form that the engine expects. */
async function migrationsList(names: readonly string[]) {
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(migrationsFolder, path, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

/**
 * Generates the database client for prisma/schema.prisma in lib/db/generated, unless it is already there for
 * this exact schema.
 */
export async function generateClient(): Promise<void> {
  const generated = join(root, 'lib/db/generated');
  const stamp = join(generated, '.made-from');
  const inputs = ['prisma/schema.prisma', 'node_modules/prisma/package.json'].map((path) =>
    readFileSync(join(root, path)),
  );
  const inputsHash = createHash('sha256').update(Buffer.concat(inputs)).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputsHash) return;
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/prisma/build/index.js'), 'generate'],
    {
      cwd: root,
      // Generating needs no schema engine, but the command would download one. Naming any executable prevents
      // that.
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
    },
  );
  writeFileSync(stamp, inputsHash);
}
