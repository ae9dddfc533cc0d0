import { readFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import { sandboxLabel } from '../../sandbox-runner/src/sandbox/docker/labels.ts';
import { cgroupFiles, readCpuMs } from '../../sandbox-runner/src/sandbox/inside/cgroup.ts';
import { processTree } from './resident-memory.ts';

/** The processes of a started stack. */
export interface StackProcesses {
  site: number;
  runner: number;
  database: number;
}

/** Processor time in seconds, and processors that other programs used on average. */
export interface UsedProcessors {
  node: number;
  site: number;
  otherCores: number;
}

/** A sandbox that is removed loses at most this much of its processor time. */
const sampleMs = 250;
/**
 * Of utime, stime, cutime and cstime in /proc/<pid>/stat: USER_HZ, which Linux fixes at 100 on amd64 and
 * arm64.
 */
const ticksPerSecond = 100;

/** Reads the process IDs that `startStack` has written. */
export async function stackProcesses(stateDir: string): Promise<StackProcesses> {
  return { ...(await siteProcesses(stateDir)), runner: await pidIn(stateDir, 'logs', 'runner.pid') };
}

/** The same without a runner, also of a site that was started alone with its logs in `logs`. */
export async function siteProcesses(stateDir: string): Promise<Omit<StackProcesses, 'runner'>> {
  return {
    site: await pidIn(stateDir, 'logs', 'site.pid'),
    database: await pidIn(stateDir, 'postgres', 'postmaster.pid'),
  };
}

async function pidIn(...path: string[]): Promise<number> {
  return Number((await readFile(join(...path), 'utf8')).split('\n', 1)[0]);
}

/**
 * Measures the processor time that work takes: of the runner and its sandboxes, and of site and database.
 * What the host's kernel and its Docker Engine do counts as other programs.
 */
export async function usedProcessors<T>(
  processes: StackProcesses,
  work: () => Promise<T>,
): Promise<{ result: T; used: UsedProcessors }> {
  const sandboxes = new SandboxSeconds(processes.runner);
  const read = async () => ({
    runner: await treeSeconds(processes.runner),
    site: (await treeSeconds(processes.site)) + (await treeSeconds(processes.database)),
    sandboxes: await sandboxes.read(),
    machine: machineSeconds(),
    at: performance.now() / 1_000,
  });
  const before = await read();
  const done = new AbortController();
  const watch = async () => {
    for (; !done.signal.aborted; await delay(sampleMs)) await sandboxes.read();
  };
  const [result] = await Promise.all([work().finally(() => done.abort()), watch()]);
  const after = await read();
  const node = after.runner - before.runner + after.sandboxes - before.sandboxes;
  const site = after.site - before.site;
  const machine = after.machine - before.machine;
  return { result, used: { node, site, otherCores: (machine - node - site) / (after.at - before.at) } };
}

/** Processor time of all sandboxes that a runner has had, including those that are gone. */
class SandboxSeconds {
  readonly #runner: number;
  readonly #host = connectEngine('/var/run/docker.sock');
  readonly #seconds = new Map<string, number>();

  constructor(runner: number) {
    this.#runner = runner;
  }

  async read(): Promise<number> {
    const containers = await this.#host.listContainers({ filters: { label: [sandboxLabel] } });
    await Promise.all(containers.map(({ Id, Labels }) => this.#note(Id, Labels[sandboxLabel]!)));
    return [...this.#seconds.values()].reduce((sum, seconds) => sum + seconds, 0);
  }

  async #note(id: string, dir: string): Promise<void> {
    const owner = await readFile(join(dir, 'owner'), 'utf8').catch(() => '');
    if (!owner.startsWith(`${this.#runner} `)) return;
    const inspected = await this.#host
      .getContainer(id)
      .inspect()
      .catch(() => undefined);
    const table = await readFile(`/proc/${inspected?.State.Pid}/cgroup`, 'utf8').catch(() => '');
    const files = cgroupFiles(table);
    // A process that has just been started may still be in the cgroup of the machine.
    if (!files?.cpu.includes(id)) return;
    const used = await readCpuMs(files);
    if (used !== undefined) this.#seconds.set(id, used / 1_000);
  }
}

/** Processor time in seconds of a process, its descendants, and those of their children that have ended. */
export async function treeSeconds(pid: number): Promise<number> {
  const seconds = await Promise.all(
    (await processTree(pid)).map(async (member) => {
      const stat = await readFile(`/proc/${member}/stat`, 'utf8').catch(() => '');
      // Fields from the third on, because the second is a name that may contain any character.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / ticksPerSecond;
    }),
  );
  return seconds.reduce((sum, each) => sum + each, 0);
}

/** Processor time of the whole machine, in seconds. */
export function machineSeconds(): number {
  return (
    cpus().reduce((sum, { times: { user, nice, sys, irq } }) => sum + user + nice + sys + irq, 0) / 1_000
  );
}
