import { expect, test } from 'vitest';
import { PodProcesses } from './pod-processes.ts';

const link = {
  channel(...words: string[]): never {
    throw new Error(`read ${words.join(' ')}`);
  },
};

test.each(['../data/x', 1.5, -1, 0, null, undefined])(
  'a process that the engine of a learner calls %o does not exist, and nothing is read',
  async (pid) => {
    const processes = new PodProcesses(link);
    expect(await processes.portUse(pid as number, 80)).toBeUndefined();
    expect(await processes.handlesSignal(pid as number, 15)).toBeUndefined();
  },
);

test('the files of a process are read by its ID', async () => {
  await expect(new PodProcesses(link).portUse(7, 80)).rejects.toThrow('read read /proc/7/net/tcp');
});
