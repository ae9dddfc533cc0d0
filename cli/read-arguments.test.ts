import { expect, test } from 'vitest';
import { readArguments } from './read-arguments.ts';

const usage = 'Usage: dfm try <name> [--count <n>]\n';

function tried(...args: string[]) {
  const printed: [to: 'out' | 'err', text: string][] = [];
  const print = (to: 'out' | 'err') => (text: string) => void printed.push([to, text]);
  const given = readArguments(
    args,
    {
      usage,
      options: { count: { type: 'string', default: '1' } },
      read: ({ count }, [name]) => {
        if (name === undefined) throw new Error('Give a name.');
        return { name, count };
      },
    },
    { out: print('out'), err: print('err') },
  );
  return { given, printed };
}

test.each<[name: string, args: string[], given: unknown, printed: unknown[]]>([
  ['arguments that can be used', ['a', '--count', '2'], { name: 'a', count: '2' }, []],
  ['help', ['--help'], 0, [['out', usage]]],
  ['help, whatever else is wrong', ['-h', '--count', '2'], 0, [['out', usage]]],
  ['an argument is missing', ['--count', '2'], 2, [['err', `Give a name.\n\n${usage}`]]],
  [
    'an unknown option',
    ['a', '--cuont', '2'],
    2,
    [['err', expect.stringMatching(/^Unknown option '--cuont'/)]],
  ],
  ['an option without its value', ['a', '--count'], 2, [['err', expect.stringContaining(usage)]]],
  ['near miss: an option after --', ['--', '--count'], { name: '--count', count: '1' }, []],
])('%s', (_name, args, given, printed) => {
  expect(tried(...args)).toEqual({ given, printed });
});

test('what a terminal would interpret is made visible', () => {
  expect(tried('a', '--\u001b[31m').printed[0]?.[1]).not.toContain('\u001b');
});
