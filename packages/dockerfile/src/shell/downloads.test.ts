import { expect, test } from 'vitest';
import { parseDockerfile } from '../syntax/parse.ts';
import { downloadOf } from './downloads.ts';
import { shellCommands } from './shell-commands.ts';

test.each([
  ['curl -fsSL https://a.example/x.tgz', [['https://a.example/x.tgz'], []]],
  ['curl -sSLo /tmp/x https://a.example/y', [['https://a.example/y'], ['/tmp/x']]],
  ['curl -L https://a.example/y -o - ', [['https://a.example/y'], []]],
  ['curl -LO https://a.example/y.sh?v=1', [['https://a.example/y.sh?v=1'], ['y.sh']]],
  ['curl --retry 3 --proto "=https" --output=/x "$URL"', [['$URL'], ['/x']]],
  ['curl -H "Accept: x" --url https://a.example/y > z', [['https://a.example/y'], ['z']]],
  ['curl --output-dir /opt -O https://a.example/y', [['https://a.example/y'], ['/opt/y']]],
  ['wget -q https://a.example/y.tgz', [['https://a.example/y.tgz'], ['y.tgz']]],
  ['wget -qO- https://a.example/y', [['https://a.example/y'], []]],
  ['wget -qO y https://a.example/z', [['https://a.example/z'], ['y']]],
  ['wget --no-verbose -P /opt https://a.example/z', [['https://a.example/z'], ['/opt/z']]],
  ['wget -o log --output-document /y https://a.example/z', [['https://a.example/z'], ['/y']]],
  ['aria2c -d /opt -o y https://a.example/z', [['https://a.example/z'], ['/opt/y']]],
  ['near miss: pip download x', undefined],
])('%s', (script, expected) => {
  const [command] = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  const download = downloadOf(command!);
  expect(download === undefined ? undefined : [download.addresses, download.files]).toEqual(expected);
});

test.each([
  ['curl -fsSLk https://a.example', true],
  ['curl -o k https://a.example', false],
  ['curl -ok https://a.example', false],
  ['curl -H -k https://a.example', false],
])('splits the short options of %s', (script, insecure) => {
  const [command] = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  expect(downloadOf(command!)!.options.has('-k')).toBe(insecure);
});
