import { expect, test } from 'vitest';
import { totalOf, type Contribution } from './total.ts';

const of = (points: number | null, weight = 1, isOver = false): Contribution => ({ points, weight, isOver });

test.each<[string, Contribution[], number | null]>([
  ['nothing assigned', [], null],
  ['nothing done, nothing over', [of(null), of(null)], null],
  ['one of two done', [of(80), of(null)], 80],
  ['one done, one missed', [of(80), of(null, 1, true)], 40],
  ['a missed one weighs as much as it would have', [of(80), of(null, 3, true)], 20],
  ['a mean that ends in 5', [of(66.5), of(23.4)], 45],
  ['weights', [of(100, 1), of(50, 2)], 66.7],
  ['0 points are points', [of(0), of(100)], 50],
  ['only weight 0', [of(100, 0)], null],
])('%s', (_name, contributions, total) => expect(totalOf(contributions)).toBe(total));
