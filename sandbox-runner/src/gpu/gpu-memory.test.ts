import { expect, test } from 'vitest';
import { memoryOfProcesses, peakGpuMemory } from './gpu-memory.ts';

const mib = 1024 * 1024;

test.each<[name: string, csv: string, bytes: number | undefined]>([
  ['one process', '41, 512\n', 512 * mib],
  ['two own processes and one other', '41, 512\n42, 100\n99, 9000\n', 612 * mib],
  ['only another process', '99, 9000\n', undefined],
  ['a pid with the same first digits', '410, 512\n', undefined],
  ['memory that is not reported', '41, [N/A]\n', undefined],
  ['memory that is reported for one of two', '41, [N/A]\n42, 7\n', 7 * mib],
  ['no process', '', undefined],
])('%s', (_, csv, bytes) => {
  expect(memoryOfProcesses(csv, new Set([41, 42]))).toBe(bytes);
});

test('the peak is the largest sum in one sample, and a failed sample does not end the measurement', async () => {
  const ended = new AbortController();
  const answers = ['41, 10\n42, 10\n', 'FAIL', '41, 15\n', '42, 4\n'];
  const peak = peakGpuMemory(
    async () => new Set([41, 42]),
    async () => {
      const answer = answers.shift();
      if (answers.length === 0) ended.abort();
      if (answer === 'FAIL') throw new Error('nvidia-smi ended with 9');
      return answer ?? '';
    },
    ended.signal,
  );
  expect(await peak).toBe(20 * mib);
});
