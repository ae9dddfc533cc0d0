import { type CgroupCounters, countersOf, cpuMsOf } from '../inside/cgroup.ts';
import type { PodLink } from './link.ts';
import { readInPod } from './pod-files.ts';

const pollMs = 500;

/** Files of the container's own cgroup, of version 1 or 2. */
const files = {
  memory: ['/sys/fs/cgroup/memory/memory.oom_control', '/sys/fs/cgroup/memory.events'],
  refused: ['/sys/fs/cgroup/pids/pids.events', '/sys/fs/cgroup/pids.events'],
  processes: [
    '/sys/fs/cgroup/pids/pids.peak',
    '/sys/fs/cgroup/pids.peak',
    '/sys/fs/cgroup/pids/pids.current',
    '/sys/fs/cgroup/pids.current',
  ],
  cpu: ['/sys/fs/cgroup/cpuacct/cpuacct.usage', '/sys/fs/cgroup/cpu.stat'],
};

/** Records the limits that a pod reaches, by polling, like SandboxAccount for a container of this machine. */
export class PodAccount {
  readonly #link: PodLink;
  readonly #maxProcesses: number;
  #baseline: CgroupCounters = { oomKills: 0, forksRefused: 0 };
  #latest: CgroupCounters = this.#baseline;
  #timer: NodeJS.Timeout | undefined;

  /** @param maxProcesses limit of the user namespace, which counts no refusals */
  constructor(link: PodLink, maxProcesses: number) {
    this.#link = link;
    this.#maxProcesses = maxProcesses;
  }

  /** Opens a new account, so that a run is not blamed for what an earlier run caused. */
  async open(): Promise<void> {
    this.close();
    await this.#poll();
    this.#baseline = this.#latest;
    this.#timer = setInterval(() => void this.#poll().catch(() => undefined), pollMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  /** Since the account was opened. After the pod's end, what was last read. */
  async use(): Promise<CgroupCounters> {
    await this.#poll().catch(() => undefined);
    return {
      oomKills: this.#latest.oomKills - this.#baseline.oomKills,
      forksRefused: this.#latest.forksRefused - this.#baseline.forksRefused,
    };
  }

  /** Processor time used, in milliseconds. */
  async cpuMs(): Promise<number | undefined> {
    const [text] = [...(await readInPod(this.#link, files.cpu)).values()];
    return text === undefined ? undefined : cpuMsOf(text);
  }

  async #poll(): Promise<void> {
    const found = await readInPod(this.#link, [...files.memory, ...files.refused, ...files.processes]);
    const first = (paths: readonly string[]) => paths.map((path) => found.get(path)).find(Boolean) ?? '';
    const counters = countersOf(first(files.memory), first(files.refused));
    const isFull = Number(first(files.processes)) >= this.#maxProcesses;
    this.#latest = {
      oomKills: counters.oomKills,
      forksRefused: Math.max(counters.forksRefused + (isFull ? 1 : 0), this.#latest.forksRefused),
    };
  }
}
