import { expect, test } from 'vitest';
import { normalizedName } from './wheels.ts';

test.each([
  ['scikit_learn', 'scikit-learn'],
  ['PyYAML', 'pyyaml'],
  ['zope.interface', 'zope-interface'],
  ['a__b-.c', 'a-b-c'],
  ['numpy', 'numpy'],
])('the index name of %s', (name, expected) => {
  expect(normalizedName(name)).toBe(expected);
});
