import { basename, dirname } from 'node:path/posix';
import type { ThreadWaits } from '../../clock/processor-time.ts';
import {
  handles,
  processStatus,
  type ProcessStatus,
  processTree,
  threadWaits,
} from '../inside/process-table.ts';
import { portUse } from '../inside/tcp-table.ts';
import type { PortUse } from '../sandbox.ts';
import type { PodChannels } from './link.ts';
import { readInPod } from './pod-files.ts';

/** The sandbox's user in its pod, which is root of the learner's user namespace. */
export const podUid = 1;

/**
 * The processes of a pod, read by its agent, whose namespace of process IDs is also that of the engine. So
 * `pid` and `innerPid` are the same.
 */
export class PodProcesses {
  readonly #link: PodChannels;

  constructor(link: PodChannels) {
    this.#link = link;
  }

  async all(): Promise<ProcessStatus[]> {
    const files = await readInPod(this.#link, ['/proc/[0-9]*/status']);
    return [...files.values()].filter((text) => text !== '').map((text) => processStatus(text, 0));
  }

  /** The process and its descendants; empty if there is no such process. */
  async tree(pid: number): Promise<ProcessStatus[]> {
    const all = await this.all();
    const root = all.find((process) => process.pid === pid);
    return root === undefined ? [] : processTree(all, root);
  }

  /** What each thread of these processes waits for, by its ID in the pod. */
  async waits(processes: readonly ProcessStatus[]): Promise<Map<number, ThreadWaits>> {
    const files = await readInPod(
      this.#link,
      processes.map(({ pid }) => `/proc/${pid}/task/*/{schedstat,stat}`),
    );
    const folders = new Set([...files.keys()].map((path) => dirname(path)));
    return new Map(
      [...folders].map((folder) => [
        Number(basename(folder)),
        threadWaits(files.get(`${folder}/schedstat`) ?? '', files.get(`${folder}/stat`) ?? ''),
      ]),
    );
  }

  /** How a process uses a port of its network; undefined once it has ended. */
  async portUse(pid: number, port: number): Promise<PortUse | undefined> {
    if (!isPid(pid)) return undefined;
    const net = `/proc/${pid}/net`;
    const files = await readInPod(this.#link, [`${net}/tcp`, `${net}/tcp6`]);
    const table = files.get(`${net}/tcp`) ?? '';
    return table === '' ? undefined : portUse(table + (files.get(`${net}/tcp6`) ?? ''), port);
  }

  /** Whether a process catches or blocks a signal; undefined once it has ended. */
  async handlesSignal(pid: number, signal: number): Promise<boolean | undefined> {
    if (!isPid(pid)) return undefined;
    const path = `/proc/${pid}/status`;
    return handles((await readInPod(this.#link, [path])).get(path) ?? '', signal);
  }
}

/** The learner's engine says which process a container is, and could name one that becomes a different path. */
function isPid(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 0;
}
