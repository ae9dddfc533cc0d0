import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadExercise } from '../exercises/index.ts';
import { variantPatch, type NewVariant } from './variant-patch.ts';

const root = join(import.meta.dirname, '../../../..');
const variant: NewVariant = {
  id: 'edit-keeps-deps-1',
  title: 'Made in a class: “a: b” # and "more"',
  caughtBy: ['edit-keeps-deps', 'volatile-arg-early'],
  status: 'graded',
  files: { Dockerfile: 'FROM scratch\r\nCMD ["x"]', '.dockerignore': '.git\n' },
};

let clone: string;
beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'dfm-patch-'));
  execFileSync('git', ['init', '--quiet', clone]);
});
afterEach(() => rmSync(clone, { recursive: true }));

/** Applies the patch of a variant to a copy of an exercise, after a change of its YAML. */
function applied(slug: string, change = (yaml: string) => yaml, added = variant): string {
  const folder = `content/exercises/${slug}`;
  rmSync(join(clone, folder), { recursive: true, force: true });
  cpSync(join(root, folder), join(clone, folder), { recursive: true });
  const file = join(clone, folder, 'exercise.yaml');
  const yaml = change(readFileSync(file, 'utf8'));
  writeFileSync(file, yaml);
  execFileSync('git', ['apply', '-'], { cwd: clone, input: variantPatch(slug, yaml, added) });
  return readFileSync(file, 'utf8');
}

test.each(['cache-order', 'golf', 'non-root', 'gpu-train'])(
  'git applies the patch of a variant of %s, and the exercise has it then',
  async (slug) => {
    const before = await loadExercise(join(root, 'content'), slug);
    applied(slug);
    const { exercise, wrong } = await loadExercise(join(clone, 'content'), slug);
    expect(exercise.wrong).toEqual([
      ...before.exercise.wrong,
      { id: variant.id, title: variant.title, caughtBy: variant.caughtBy, mayAlsoFail: [], status: 'graded' },
    ]);
    const files = wrong.at(-1)!.files.filter(({ path }) => path in variant.files);
    expect(Object.fromEntries(files.map(({ path, data }) => [path, data]))).toEqual(variant.files);
  },
);

test('everything else in exercise.yaml stays as it was written', () => {
  const entry = [
    '  - id: edit-keeps-deps-1',
    `    title: ${JSON.stringify(variant.title)}`,
    '    caughtBy: [edit-keeps-deps, volatile-arg-early]',
  ].join('\n');
  const plain = readFileSync(join(root, 'content/exercises/cache-order/exercise.yaml'), 'utf8');
  expect(applied('cache-order')).toBe(`${plain.trimEnd()}\n${entry}\n`);
  // Followed by another key and comments.
  const followed = (yaml: string) => `${yaml.trimEnd()} # the last\n\n# About more.\nmore: 1\n`;
  const after = applied('cache-order', followed);
  expect(after).toContain('caughtBy: [edit-keeps-deps] # the last\n');
  expect(after.replace(`${entry}\n`, '')).toBe(followed(plain));
});

test('a build that fails is declared as such', () => {
  const failing = { ...variant, caughtBy: ['builds'], status: 'build-failed' as const };
  expect(applied('cache-order', undefined, failing)).toContain(
    '    caughtBy: [builds]\n    status: build-failed\n',
  );
});

test('a text without variants is refused', () => {
  expect(() => variantPatch('x', 'slug: x\n', variant)).toThrow('no list');
});
