import { expect, test } from 'vitest';
import { runsOn } from './gpu-architectures.ts';

test.each([
  ['the same', ['sm_80'], '8.0', true],
  ['a higher minor version', ['sm_80'], '8.6', true],
  ['a lower minor version', ['sm_86'], '8.0', false],
  ['a different major version', ['sm_70', 'sm_75'], '8.0', false],
  ['PTX of an earlier one', ['compute_70'], '9.0', true],
  ['PTX of a later one', ['compute_90'], '8.0', false],
  ['specific code', ['sm_90a'], '9.0', true],
  ['specific code elsewhere', ['sm_120a'], '12.1', false],
  ['two digits of major', ['sm_100', 'sm_120'], '10.0', true],
  ['a list without numbers', ['native'], '8.0', false],
  ['nothing', [], '8.0', false],
  ['an invalid capability', ['sm_80'], 'x', false],
] as const)('%s', (_, archList, capability, expected) => {
  expect(runsOn(archList, capability)).toBe(expected);
});
