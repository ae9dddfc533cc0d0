import { expect, test } from 'vitest';
import { checksTaughtAfter, whereTaught } from './taught-checks.ts';

test('a check leads to the exercises that grade it and to their lessons, lessons of a module first', async () => {
  const places = (await whereTaught('volatile-arg-early')).map(({ kind, slug }) => `${kind} ${slug}`);
  expect(places).toEqual(expect.arrayContaining(['lesson order-for-change-rate', 'exercise cache-order']));
  expect(places.indexOf('lesson order-for-change-rate')).toBeLessThan(places.indexOf('exercise cache-order'));
  expect(new Set(places).size).toBe(places.length);
});

test('near miss: a check that no exercise grades', async () => {
  expect(await whereTaught('apt-cli')).toEqual([]);
});

test('a check is taught after an exercise if only later ones grade it', async () => {
  const later = await checksTaughtAfter('first-image');
  expect(later).toEqual(expect.arrayContaining(['root-user', 'healthcheck', 'volatile-arg-early']));
  expect(later).not.toContain('pip-cache-left');
  expect(await checksTaughtAfter('non-root')).not.toContain('root-user');
});

test('near misses: a check that no exercise grades, and an exercise that is not in the course', async () => {
  expect(await checksTaughtAfter('first-image')).not.toContain('apt-cli');
  expect(await checksTaughtAfter('not-in-the-course')).toEqual([]);
});
