import { readFile } from 'node:fs/promises';

/**
 * Identifies a process permanently: its pid and its kernel start time (field 22 of /proc/<pid>/stat). A pid
 * alone is reused later, and after a container restart often by the same program.
 *
 * @returns undefined if there is no such process
 */
export async function processMark(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  return line && `${pid} ${line.slice(line.lastIndexOf(')') + 2).split(' ')[19]}`;
}

/** Whether the process with this mark is running. */
export async function isRunning(mark: string): Promise<boolean> {
  return mark !== '' && (await processMark(Number(mark.split(' ')[0]))) === mark;
}
