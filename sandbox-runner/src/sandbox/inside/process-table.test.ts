import { expect, test } from 'vitest';
import { processStatus, processTree, handles, threadWaits, waitsOf } from './process-table.ts';

const status = (rest: string, name = 'python') =>
  `Name:\t${name}\nUmask:\t0022\nState:\tS (sleeping)\nTgid:\t700\nNgid:\t0\nPid:\t700\nPPid:\t600\nTracerPid:\t0\nUid:\t1\t2\t3\t4\nGid:\t5\t6\t7\t8\nNStgid:\t700\t70\t1\n${rest}Threads:\t1\n`;
const read = {
  pid: 700,
  parent: 600,
  innerPid: 70,
  isContainer: true,
  uid: 2,
  peakResidentBytes: 2048 * 1024,
  residentBytes: 1024 * 1024,
};

test.each([
  [
    'of a container',
    status('NSpid:\t700\t70\t1\nVmPeak:\t  9000 kB\nVmHWM:\t    2048 kB\nVmRSS:\t  1024 kB\n'),
    read,
  ],
  ['that has ended', status('NSpid:\t700\t70\t1\n'), { ...read, peakResidentBytes: 0, residentBytes: 0 }],
  [
    'of the host',
    status('NSpid:\t700\nVmHWM:\t2048 kB\nVmRSS:\t1024 kB\n'),
    { ...read, innerPid: undefined, isContainer: false },
  ],
  [
    'of the sandbox itself',
    status('NSpid:\t700\t1\nVmHWM:\t2048 kB\nVmRSS:\t1024 kB\n'),
    { ...read, innerPid: 1, isContainer: false },
  ],
  [
    'that a container started',
    status('NSpid:\t700\t70\t8\nVmHWM:\t2048 kB\nVmRSS:\t1024 kB\n'),
    { ...read, isContainer: false },
  ],
  [
    'with a name that looks like a field',
    status('NSpid:\t700\t70\t1\nVmHWM:\t2048 kB\nVmRSS:\t1024 kB\n', 'Pid: 9'),
    read,
  ],
])('reads a process %s', (_name, text, expected) => {
  expect(processStatus(text)).toEqual(expected);
});

test.each<[name: string, masks: string, signal: number, expected: boolean | undefined]>([
  [
    'catches it',
    'SigBlk:\t0000000000000000\nSigIgn:\t0000000000001000\nSigCgt:\t0000000000004002\n',
    15,
    true,
  ],
  [
    'waits for it with the signal blocked',
    'SigBlk:\t0000000000004000\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000000000\n',
    15,
    true,
  ],
  [
    'near miss: ignores it',
    'SigBlk:\t0000000000000000\nSigIgn:\t0000000000004000\nSigCgt:\t0000000000000002\n',
    15,
    false,
  ],
  [
    'near miss: catches the next one',
    'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nSigCgt:\t0000000000008000\n',
    15,
    false,
  ],
  [
    'catches a signal above 32',
    'SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\nSigCgt:\t0000000100000000\n',
    33,
    true,
  ],
  ['has ended', '', 15, undefined],
])('whether a process handles a signal: one that %s', (_name, masks, signal, expected) => {
  expect(handles(masks === '' ? '' : status(masks), signal)).toBe(expected);
});

test.each([
  ['with children and grandchildren', 2, [2, 3, 4]],
  ['with a child listed before it', 9, [9, 5]],
  ['alone', 4, [4]],
])('a process %s', (_name, root, pids) => {
  const all = [
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 3],
    [5, 9],
    [6, 1],
    [9, 1],
  ].map(([pid = 0, parent = 0]) => ({ ...read, pid, parent }));
  expect(
    processTree(
      all,
      all.find(({ pid }) => pid === root)!,
    ).map(({ pid }) => pid),
  ).toEqual(pids);
});

test.each([
  ['of a thread that sleeps', '781000000 4564000000 512\n', '7 (uvicorn) S 1 7 7 0', 4_564, false],
  ['of one on the disk', '781000000 4564000000 512\n', '7 (uvicorn) D 1 7 7 0', 4_564, true],
  ['of one whose name looks like that state', '0 0 1\n', '7 (a) D 1) S 1 7 7 0', 0, false],
  ['of one that has ended', '', '', 0, false],
])('reads what a thread waits for: %s', (_name, schedstat, stat, forProcessorMs, isOnDisk) => {
  expect(threadWaits(schedstat, stat)).toEqual({ forProcessorMs, isOnDisk });
});

test('finds every thread of a process, and none for a process that has ended', async () => {
  const waits = await waitsOf([{ pid: process.pid }, { pid: 2 ** 30 }]);
  expect(waits.has(process.pid)).toBe(true);
  // Node starts several threads.
  expect(waits.size).toBeGreaterThan(1);
});
