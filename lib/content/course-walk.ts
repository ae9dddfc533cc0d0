import type { OutlineModule } from './outline.ts';

/**
 * The lessons and exercises of a course in reading order. Labs are not on the way: they need time at a
 * terminal, and the pages of modules and lessons lead to them.
 */
export function courseWalk(modules: readonly Pick<OutlineModule, 'items'>[]): OutlineModule['items'] {
  return modules.flatMap(({ items }) => items.filter(({ kind }) => kind !== 'lab'));
}
