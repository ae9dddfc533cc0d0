import { expect, test } from 'vitest';
import { whereTaught } from './taught-checks.ts';

test('a check leads to the exercises that grade it and to their lessons, lessons of a module first', async () => {
  const places = (await whereTaught('volatile-arg-early')).map(({ kind, slug }) => `${kind} ${slug}`);
  expect(places).toEqual(expect.arrayContaining(['lesson order-for-change-rate', 'exercise cache-order']));
  expect(places.indexOf('lesson order-for-change-rate')).toBeLessThan(places.indexOf('exercise cache-order'));
  expect(new Set(places).size).toBe(places.length);
});

test('near miss: a check that no exercise grades', async () => {
  expect(await whereTaught('apt-cli')).toEqual([]);
});
