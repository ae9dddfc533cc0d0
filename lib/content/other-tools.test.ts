import { expect, test } from 'vitest';
import { otherTools } from './other-tools.ts';

const rulesOf = (tool: string) => otherTools().find((candidate) => candidate.tool === tool)!.rules;

test('lists the checks that match a rule', () => {
  expect(
    rulesOf('hadolint')
      .find(({ rule }) => rule === 'DL3009')
      ?.checks.map(({ id }) => id),
  ).toEqual(['apt-lists-left']);
  expect(
    rulesOf('Dockle')
      .find(({ rule }) => rule === 'CIS-DI-0010')
      ?.checks.map(({ id }) => id),
  ).toEqual(expect.arrayContaining(['secret-arg-env', 'secret-in-layer']));
});

test('each rule is listed once, in the order of its number', () => {
  const rules = rulesOf('Checkov').map(({ rule }) => rule);
  expect(new Set(rules).size).toBe(rules.length);
  expect(rules.indexOf('CKV_DOCKER_2')).toBeLessThan(rules.indexOf('CKV_DOCKER_7'));
});
