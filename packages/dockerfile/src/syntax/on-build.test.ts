import { expect, test } from 'vitest';
import { positionOf } from './model.ts';
import { triggerOf } from './on-build.ts';
import { parseDockerfile } from './parse.ts';

test.each([
  ['RUN', 'ONBUILD RUN a b', ['RUN', 'a b', ['a', 'b'], undefined, 2, 13]],
  ['flags', 'onbuild run --network=none \\\n  a', ['RUN', 'a', ['a'], undefined, 3, 3]],
  ['exec form', 'ONBUILD RUN ["a", "b"]', ['RUN', '["a", "b"]', ['["a",', '"b"]'], ['a', 'b'], 2, 13]],
  ['near miss: no ONBUILD', 'RUN a', ['RUN', 'a', ['a'], undefined, 2, 5]],
  ['near miss: no trigger', 'ONBUILD', ['', '', [], undefined, 2, 8]],
])('triggerOf: %s', (_, text, expected) => {
  const instruction = parseDockerfile(`FROM a\n${text}`).instructions[1]!;
  const trigger = triggerOf(instruction, '\\');
  const { line, column } = positionOf(trigger, 0);
  expect([trigger.keyword, trigger.args, trigger.words, trigger.json, line, column]).toEqual(expected);
  expect(triggerOf(instruction, '\\')).toBe(trigger);
});
