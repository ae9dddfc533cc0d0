/**
 * `npm run db:migration -- <name>`: writes the changes in prisma/schema.prisma since the last commit as a new
 * migration, and generates the database client for them.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { breakingStatements } from '../launcher/breaking-statements.ts';
import { startDatabase } from '../launcher/database.ts';
import { generateClient, schemaDiff } from '../launcher/migrate.ts';

const root = join(import.meta.dirname, '..');
const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) {
  console.error('Usage: npm run db:migration -- <lower_case_name>');
  process.exit(1);
}
const isCommitted =
  execFileSync('git', ['ls-tree', '--name-only', 'HEAD', 'prisma/schema.prisma'], {
    cwd: root,
    encoding: 'utf8',
  }) !== '';
const before = isCommitted
  ? execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { cwd: root, encoding: 'utf8' })
  : undefined;
const dataDir = mkdtempSync(join(tmpdir(), 'dfm-migration-'));
const database = await startDatabase(dataDir);
const sql = await schemaDiff(before, readFileSync(join(root, 'prisma/schema.prisma'), 'utf8'), database.url);
await database.stop();
rmSync(dataDir, { recursive: true });
await generateClient();
if (sql === '') console.log('The schema has not changed since the last commit.');
else {
  const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
  const folder = join(root, 'prisma/migrations', `${stamp}_${name}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), sql);
  console.log(join(folder, 'migration.sql'));
  const breaking = breakingStatements(sql);
  if (breaking.length > 0)
    console.log(
      `\nThe previous version of the site does not work with this (docs/contributors.md, Storage):\n${breaking.join('\n')}`,
    );
}
