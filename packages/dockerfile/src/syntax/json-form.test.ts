import { expect, test } from 'vitest';
import { jsonForm } from './json-form.ts';
import { triggerOf } from './on-build.ts';
import { parseDockerfile } from './parse.ts';

test.each<[name: string, keyword: string, args: string, strings: string[] | undefined]>([
  ['the arguments', 'CMD', '["a", "b"]', ['a', 'b']],
  ['near miss: a number among the strings', 'CMD', '["a", 1]', undefined],
  ['near miss: single quotes', 'CMD', "['a']", undefined],
  ['near miss: text before the array', 'CMD', 'a ["b"]', undefined],
  ['the command of a health check', 'HEALTHCHECK', 'cmd  ["a"]', ['a']],
  ['near miss: a number in the command of a health check', 'HEALTHCHECK', 'CMD ["a", 1]', undefined],
  ['near miss: a health check without CMD', 'HEALTHCHECK', '["a"]', undefined],
  ['near miss: a command in shell form', 'HEALTHCHECK', 'CMD a', undefined],
  ['near miss: CMD behind CMD is a word of the command', 'CMD', 'CMD ["a"]', undefined],
  ['near miss: an instruction without a JSON form', 'USER', '["a"]', undefined],
  ['near miss: no instruction', 'constructor', '["a"]', undefined],
])('%s', (_name, keyword, args, strings) => {
  expect(jsonForm(keyword, args)).toEqual(strings);
  const [, plain, behindOnbuild] = parseDockerfile(
    `FROM a\n${keyword} ${args}\nONBUILD ${keyword} ${args}`,
  ).instructions;
  expect([plain?.json, triggerOf(behindOnbuild!, '\\').json]).toEqual([strings, strings]);
});
