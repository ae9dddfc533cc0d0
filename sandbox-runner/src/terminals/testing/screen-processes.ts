import { readdirSync, readFileSync } from 'node:fs';

/** Pids of the processes that keep screens for this process. */
export function screenProcesses(): number[] {
  const children = readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' '),
  );
  return children
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('screens.process'))
    .map(Number);
}
