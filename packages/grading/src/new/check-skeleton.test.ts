import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { checks } from '../checks/registry.ts';
import { checkId, checkSkeleton, registered } from './check-skeleton.ts';

const registry = readFileSync(new URL('../checks/registry.ts', import.meta.url), 'utf8');

test.each([
  ['aaa-first', 'aaaFirst'],
  ['pip-other', 'pipOther'],
  ['pip-x', 'pipX'],
  ['zzz-last', 'zzzLast'],
])('%s is registered in its place', (id, name) => {
  const lines = registered(registry, id).split('\n');
  const imports = lines.filter((line) => /^import \{ \w+ \} from '\.\//.test(line));
  expect(imports).toContain(`import { ${name} } from './${id}/${id}.ts';`);
  expect(imports).toHaveLength(checks.length + 1);
  const listed = lines.filter((line) => /^ {2}\w+(\(.*\))?,$/.test(line));
  expect(listed).toContain(`  ${name},`);
  const at = (line: string) => listed.indexOf(`  ${line},`);
  if (id === 'pip-other') expect([at('pipCacheLeft') + 1, at('pipPin') - 1]).toEqual([at(name), at(name)]);
  // By ID, not by identifier: `pipefail` is after `pip-x`, but `pipefail` is before `pipX`.
  if (id === 'pip-x') expect(at('pipefail') - 1).toBe(at(name));
});

test('a text that is no registry is refused', () => {
  expect(() => registered('export const checks = [];\n', 'a')).toThrow('unexpected form');
});

test('a skeleton has the check and its cases', () => {
  const files = checkSkeleton('pip-other');
  expect(Object.keys(files)).toEqual(['pip-other/pip-other.ts', 'pip-other/cases.ts']);
  expect(files['pip-other/pip-other.ts']).toContain("id: 'pip-other'");
});

test.each([
  ['pip-pin', true],
  ['a', true],
  ['Pip-Pin', false],
  ['pip--pin', false],
  ['../x', false],
  ['1a', false],
])('is %s an id: %s', (id, expected) => expect(checkId.test(id)).toBe(expected));
