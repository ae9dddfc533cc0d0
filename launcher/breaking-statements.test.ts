import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { breakingStatements } from './breaking-statements.ts';

const migrations = join(import.meta.dirname, '../prisma/migrations');
/** The newest migration when this rule was made. No version was released before. */
const LAST_WITHOUT_RULE = '20261126021500_reports_about_labs';

describe('a migration breaks the previous version if it', () => {
  test.each([
    ['drops a column', 'ALTER TABLE "run" DROP COLUMN "score"'],
    ['drops one of several', 'ALTER TABLE "run" ADD COLUMN "a" TEXT,\nDROP COLUMN "score"'],
    ['drops a table', 'DROP TABLE "run"'],
    ['drops a type', 'DROP TYPE "run_kind"'],
    ['renames a column', 'ALTER TABLE "run" RENAME COLUMN "score" TO "points"'],
    ['renames a table', 'alter table run rename to runs'],
    ['renames a value', `ALTER TYPE "run_kind" RENAME VALUE 'proof' TO 'check'`],
    ['changes a type', 'ALTER TABLE "run" ALTER COLUMN "score" SET DATA TYPE INTEGER'],
    ['requires a value', 'ALTER TABLE "run" ALTER COLUMN "score" SET NOT NULL'],
    ['requires a value of a new column', 'ALTER TABLE "run" ADD COLUMN "a" VARCHAR(9) NOT NULL'],
    ['drops a default', 'ALTER TABLE "run" ALTER COLUMN "bytes" DROP DEFAULT'],
    ['makes old columns unique', 'CREATE UNIQUE INDEX "u" ON "run"("exercise", "kind")'],
    [
      'adds a foreign key to an old column',
      'ALTER TABLE "run" ADD CONSTRAINT "f" FOREIGN KEY ("network") REFERENCES "n"("id")',
    ],
    ['checks an old column', 'ALTER TABLE "run" ADD CHECK (score < 101)'],
    ['has a contract without a reason', '-- contract: old\nDROP TABLE "run"'],
    [
      'has a contract for a different statement',
      '-- contract: nothing reads it since 1.2\nDROP TABLE "a";\nDROP TABLE "run"',
    ],
  ])('%s', (_name, sql) => {
    expect(breakingStatements(`${sql};\n`)).toHaveLength(1);
  });
});

describe('a migration does not break the previous version if it', () => {
  test.each([
    ['adds a column', 'ALTER TABLE "run" ADD COLUMN "a" TEXT, ADD COLUMN "b" INTEGER NOT NULL DEFAULT 0'],
    [
      'adds a table',
      'CREATE TABLE "a" ("id" TEXT NOT NULL); CREATE UNIQUE INDEX "u" ON "a"("id"); ALTER TABLE "a" ADD CONSTRAINT "f" FOREIGN KEY ("id") REFERENCES "run"("id")',
    ],
    ['adds a value', `ALTER TYPE "run_kind" ADD VALUE 'drop table'`],
    [
      'requires less',
      'ALTER TABLE "run" ALTER COLUMN "score" DROP NOT NULL, ALTER COLUMN "bytes" SET DEFAULT 0, DROP CONSTRAINT "f"',
    ],
    ['changes indexes', 'DROP INDEX "i"; CREATE INDEX "i" ON "run"("score")'],
    [
      'makes a new column unique',
      'ALTER TABLE "run" ADD COLUMN "a" TEXT; CREATE UNIQUE INDEX "u" ON "run"("learner_id", "a")',
    ],
    [
      'adds a foreign key to a new column',
      'ALTER TABLE "run" ADD COLUMN "a" TEXT; ALTER TABLE "run" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "n"("id")',
    ],
    [
      'only says so',
      `-- DROP TABLE "run";\n/* DROP TABLE "run"; */ UPDATE "a" SET "b" = '; DROP TABLE "run";', "drop column" = $$; DROP TABLE "run"; $$`,
    ],
    ['removes what is no longer used', '-- contract: nothing reads it since 1.2\nDROP TABLE "run"'],
  ])('%s', (_name, sql) => {
    expect(breakingStatements(`${sql};\n`)).toEqual([]);
  });
});

test.each(['BEGIN', 'COMMIT', 'CREATE INDEX CONCURRENTLY "i" ON "run"("score")', 'VACUUM "run"'])(
  'is not in a transaction, with and without a reason: %s',
  (sql) => {
    expect(breakingStatements(sql)).toEqual([expect.stringContaining('one transaction')]);
    expect(breakingStatements(`-- contract: nothing reads it since 1.2\n${sql}`)).toHaveLength(1);
  },
);

test('no migration breaks the previous version', async () => {
  const entries = await readdir(migrations, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(names).toContain(LAST_WITHOUT_RULE);
  const found = await Promise.all(
    names.map(async (name) => {
      const statements = breakingStatements(await readFile(join(migrations, name, 'migration.sql'), 'utf8'));
      // The older ones, too, have to be transactions.
      const relevant = statements.filter(
        (line) => name > LAST_WITHOUT_RULE || line.endsWith('one transaction'),
      );
      return relevant.map((line) => `${name}: ${line}`);
    }),
  );
  expect(found.flat()).toEqual([]);
});
