import { readFile } from 'node:fs/promises';

/**
 * What names a process for good: its pid and its kernel start time (field 22 of /proc/<pid>/stat). A pid
 * alone is given to another process later, in a container that is started again often to the same program.
 *
 * @returns undefined where no such process runs
 */
export async function processMark(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return line && `${pid} ${line.slice(line.lastIndexOf(')') + 2).split(' ')[19]}`;
}

/** Whether the process runs that left this mark. */
export async function isRunning(mark: string): Promise<boolean> {
  return mark !== '' && (await processMark(Number(mark.split(' ')[0]))) === mark;
}
