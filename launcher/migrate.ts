import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { finishedMigrations, prepareInterrupted } from './interrupted-migration.ts';
import { migrationNames, migrationsFolder } from './migration-names.ts';
import { withSchemaEngine } from './schema-engine.ts';

const root = join(import.meta.dirname, '..');

export interface Migrating {
  /** The migrations to apply; all unless given. */
  names?: readonly string[];
  /** Called with a few words when a migration has to wait for others. */
  report?: (detail: string) => void;
}

/**
 * Applies the migrations that the database lacks, each completely or not at all. Safe to repeat; two
 * concurrent calls wait for each other, because the engine takes a lock. Leaves the same `_prisma_migrations`
 * table as Prisma's own command.
 *
 * A migration that others block is given up at once, so that nobody has to wait behind it, and applied again
 * until they have ended.
 *
 * @returns the names of the migrations applied by this call
 * @throws with the name of the migration that failed, also if others blocked it for four minutes
 */
export async function migrate(
  databaseUrl: string,
  { names, report = () => {} }: Migrating = {},
): Promise<string[]> {
  const scripts = await scriptsOf(names ?? (await migrationNames()));
  const list = await migrationsList(scripts);
  const deadlineMs = performance.now() + patienceMs;
  let before: ReadonlySet<string> | undefined;
  for (let tries = 1; ; tries++) {
    try {
      return await withSchemaEngine(databaseUrl, async (engine, pool) => {
        await prepareInterrupted(pool, scripts);
        const finished = await finishedMigrations(pool);
        before ??= finished;
        await engine.applyMigrations(list);
        return [...(await finishedMigrations(pool))].filter((name) => !before!.has(name));
      });
    } catch (error) {
      if (!isBlocked(error) || performance.now() > deadlineMs) throw error;
      if (tries === 1) report('waiting for a transaction that uses the same tables, such as a backup');
      await delay(pauseMs);
    }
  }
}

/** Less than the five minutes that Helm waits for a job. */
const patienceMs = 4 * 60_000;
const pauseMs = 2_000;

/**
 * Whether someone else had a lock for too long, or waited for the migration: PostgreSQL then undoes one of
 * the two.
 */
function isBlocked(error: unknown): boolean {
  return /lock timeout|deadlock detected|Transaction write conflict/.test(String(error));
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

/** The SQL of migrations by name. */
async function scriptsOf(names: readonly string[]): Promise<Map<string, string>> {
  const scripts = names.map(
    async (name) => [name, await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8')] as const,
  );
  return new Map(await Promise.all(scripts));
}

/** Migrations in the form that the engine expects. */
async function migrationsList(scripts: ReadonlyMap<string, string>) {
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(migrationsFolder, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: [...scripts].map(([path, value]) => ({
      path,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } },
    })),
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
