/**
 * `npm run lint:wording`: rejects phrases that read as if translated (packages/course/src/lint/wording.ts) in
 * the course, the documents and the code with its texts, comments and test names.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { wordingProblems } from '../packages/course/src/lint/wording.ts';

const root = join(import.meta.dirname, '..');
const checked =
  /^(?:README\.md|docs\/.*\.md|content\/.*\.(?:mdx|yaml)|[^/]+\.(?:ts|mjs|cjs|jsonc)|(?:app|bench|cli|components|e2e|launcher|lib|packages|prisma|sandbox-runner|scripts|test)\/.*)$/;
/**
 * Recorded or generated data, binary files, migrations (whose checksums are stored in databases), and the
 * rules with their test and this script, which contain the phrases.
 */
const excluded =
  /^(?:docs\/results\/|docs\/checks\.md$|content\/(?:runs|outputs)\/|packages\/course\/src\/lint\/wording(?:\.test)?\.ts$|scripts\/lint-wording\.ts$)|\/test-data\/|\.(?:json|joblib|lock|sql|sum|svg)$/;

/** Excerpts in which a phrase is right: names of users, quotations of what a program prints. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // Also in packages/dockerfile/test-data/refusals.json.
  'packages/dockerfile/src/syntax/flag-refusal.ts': ['stands behind the command'],
};

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 ** 2,
})
  .split('\n')
  .filter((path) => checked.test(path) && !excluded.test(path));
const problems = files.flatMap((path) =>
  wordingProblems(readFileSync(join(root, path), 'utf8'), allowed[path]).map(
    ({ line, column, message }) => `${path}:${line}:${column}: ${message}`,
  ),
);
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${problems.length} phrases to change`);
process.exitCode = problems.length === 0 ? 0 : 1;
