import { expect, test } from 'vitest';
import { cmds, entrypoints, runArguments, startOf, type Choice } from './start-argv.ts';

const one = (choices: readonly Choice[], id: string) => choices.find((choice) => choice.id === id)!;

test.each<[entrypoint: string, cmd: string, run: string, argv: string[], from: string[], remark: string]>([
  ['none', 'none', 'none', ['python3'], ['CMD of the base'], 'finds no terminal'],
  ['none', 'exec', 'none', ['python', 'score.py'], ['CMD', 'CMD'], 'Python is process 1'],
  [
    'none',
    'shell',
    'none',
    ['/bin/sh', '-c', 'python score.py'],
    ['CMD', 'CMD', 'CMD'],
    'starts Python as its child',
  ],
  ['none', 'exec-arguments', 'none', ['--limit', '3'], ['CMD', 'CMD'], 'no program named --limit.'],
  [
    'none',
    'shell-arguments',
    'none',
    ['/bin/sh', '-c', '--limit 3'],
    ['CMD', 'CMD', 'CMD'],
    'treats --limit 3 as one of its own options',
  ],
  ['none', 'exec', 'option', ['--limit', '1'], ['docker run', 'docker run'], 'no program named --limit.'],
  ['none', 'exec', 'command', ['sh'], ['docker run'], 'A shell is process 1, and score.py is not started'],
  ['exec', 'none', 'none', ['python', 'score.py'], ['ENTRYPOINT', 'ENTRYPOINT'], 'Python is process 1'],
  [
    'exec',
    'exec-arguments',
    'none',
    ['python', 'score.py', '--limit', '3'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'CMD', 'CMD'],
    'gets "--limit", "3".',
  ],
  [
    'exec',
    'exec-arguments',
    'option',
    ['python', 'score.py', '--limit', '1'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'docker run', 'docker run'],
    'gets "--limit", "1".',
  ],
  [
    'exec',
    'exec',
    'none',
    ['python', 'score.py', 'python', 'score.py'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'CMD', 'CMD'],
    'which was not the intention',
  ],
  [
    'exec',
    'shell-arguments',
    'none',
    ['python', 'score.py', '/bin/sh', '-c', '--limit 3'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'CMD', 'CMD', 'CMD'],
    '"/bin/sh", "-c", "--limit 3" as arguments, which was not the intention',
  ],
  [
    'exec',
    'none',
    'command',
    ['python', 'score.py', 'sh'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'docker run'],
    'gets "sh" as',
  ],
  [
    'shell',
    'none',
    'none',
    ['/bin/sh', '-c', 'python score.py'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'ENTRYPOINT'],
    'does not pass it on',
  ],
  [
    'shell',
    'exec-arguments',
    'none',
    ['/bin/sh', '-c', 'python score.py', '--limit', '3'],
    ['ENTRYPOINT', 'ENTRYPOINT', 'ENTRYPOINT', 'CMD', 'CMD'],
    'does not see --limit 3',
  ],
])('ENTRYPOINT %s, CMD %s, docker run %s', (entrypoint, cmd, run, argv, from, remark) => {
  const start = startOf(one(entrypoints, entrypoint), one(cmds, cmd), one(runArguments, run));
  expect(start.argv.map(({ word }) => word)).toEqual(argv);
  expect(start.argv.map((word) => word.from)).toEqual(from);
  expect(start.remarks.join(' ')).toContain(remark);
});

test('a list is written as JSON, a line as it is', () => {
  expect([...entrypoints, ...cmds].map(({ label }) => label)).toEqual([
    'no ENTRYPOINT',
    '["python", "score.py"]',
    'python score.py',
    'no CMD',
    '["python", "score.py"]',
    'python score.py',
    '["--limit", "3"]',
    '--limit 3',
  ]);
});
