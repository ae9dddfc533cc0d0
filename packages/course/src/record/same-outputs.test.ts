import type { LessonOutputs } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { sameOutputs } from './same-outputs.ts';

const recording = (output: string, more: Partial<LessonOutputs> = {}): LessonOutputs => ({
  version: 1,
  recordedOn: '2026-11-21',
  engineVersion: '26.1.5',
  commands: [{ id: 'cmd-1', exitCode: 0, output, linesLeftOut: 0 }],
  ...more,
});

const [one, other] = ['a3'.repeat(32), '7f'.repeat(32)];

test.each<[what: string, one: string, other: string, same: boolean]>([
  ['nothing', 'epoch 1 saved', 'epoch 1 saved', true],
  ['a word', 'epoch 1 saved', 'epoch 2 saved', false],
  ['an id', `sha256:${one}`, `sha256:${other}`, true],
  ['a short id', 'scorer  latest  adb7c72e8144', 'scorer  latest  4c397e928d09', true],
  ['an id instead of a name', 'second  scorer', 'second  adb7c72e8144', false],
  ['an additional id', one, `${one}\n${other}`, false],
  ['a duration', 'Exited (1) Less than a second ago', 'Exited (1) 2 seconds ago', true],
  [
    'the age of a base',
    '<missing>  16 hours ago  CMD ["bash"]',
    '<missing>  3 weeks ago  CMD ["bash"]',
    true,
  ],
  [
    'an address',
    'libm.so.6 => /lib/libm.so.6 (0x00007f9e09b58000)',
    'libm.so.6 => /lib/libm.so.6 (0x00007f25a0ee1000)',
    true,
  ],
  [
    'a library that is found',
    'libgomp.so.1 => not found',
    'libgomp.so.1 => /lib/libgomp.so.1 (0x00007f25a0e99000)',
    false,
  ],
  ['an exit code next to a duration', 'Exited (1) 2 seconds ago', 'Exited (137) 2 seconds ago', false],
  [
    'the width of a column',
    'CREATED        SIZE\n1 second ago   185MB',
    'CREATED         SIZE\n2 seconds ago   185MB',
    true,
  ],
  ['a size', '1 second ago  185MB', '1 second ago  186MB', false],
  ['the time of a step', '#8 0.518 left-behind\n#8 DONE 0.6s', '#8 0.411 left-behind\n#8 DONE 0.5s', true],
  [
    'the number of a step',
    '#5 transferring context: 20.01MB 0.2s done',
    '#6 transferring context: 20.01MB 0.3s done',
    true,
  ],
  ['the output of a step', '#8 0.518 0.5', '#8 0.518 0.6', false],
  ['a step that was cached', '#8 DONE 0.6s', '#8 CACHED', false],
  [
    'a result of BuildKit',
    'checksum of ref ca36a697-8f60-47a2-8571-0ba37ece1edd::nqzl9mqppbk0',
    'checksum of ref 1b36a697-8f60-47a2-8571-0ba37ece1edd::abzl9mqppbk0',
    true,
  ],
  [
    'a folder of BuildKit',
    'lstat /data/buildkit-mount1582351556/common',
    'lstat /data/buildkit-mount1820554916/common',
    true,
  ],
  ['the number of a namespace', 'pid pid:[4026532339]', 'pid pid:[4026532563]', true],
  ['the number of a process outside', 'NSpid:\t433\t1', 'NSpid:\t512\t1', true],
  ['the number of a process inside', 'NSpid:\t433\t1', 'NSpid:\t433\t7', false],
  [
    'the time of a file',
    '-rw-r--r-- 0/0 5 2026-11-21 21:20 weights.bin',
    '-rw-r--r-- 0/0 5 2026-11-22 09:03 weights.bin',
    true,
  ],
  [
    'the mode of a file',
    '-rw-r--r-- 0/0 5 2026-11-21 21:20 weights.bin',
    '-rw------- 0/0 5 2026-11-21 21:20 weights.bin',
    false,
  ],
])('two recordings that differ in %s', (_what, first, second, same) => {
  expect(sameOutputs(recording(first), recording(second))).toBe(same);
});

test.each<[what: string, other: Partial<LessonOutputs>, same: boolean]>([
  ['the day', { recordedOn: '2026-11-22' }, true],
  ['the engine', { engineVersion: '28.0.0' }, false],
  ['an exit code', { commands: [{ id: 'cmd-1', exitCode: 1, output: 'x', linesLeftOut: 0 }] }, false],
  ['a command', { commands: [{ id: 'cmd-2', exitCode: 0, output: 'x', linesLeftOut: 0 }] }, false],
  ['the number of commands', { commands: [] }, false],
])('two recordings with the same text that differ in %s', (_what, more, same) => {
  expect(sameOutputs(recording('x'), recording('x', more))).toBe(same);
});
