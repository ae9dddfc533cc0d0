import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { programsEnded, runCommand } from './command.ts';

test('programsEnded waits for every program, including one that fails', async () => {
  const pids: string[] = [];
  const onLine = (pid: string) => void pids.push(pid);
  void runCommand('sh', ['-c', 'echo $$; exec sleep 0.2'], { onLine });
  runCommand('sh', ['-c', 'echo $$; exit 1'], { onLine }).catch(() => {});
  await programsEnded();
  expect(pids).toHaveLength(2);
  for (const pid of pids) await expect(readFile(`/proc/${pid}/stat`)).rejects.toThrow(/ENOENT|ESRCH/);
  await programsEnded();
});
