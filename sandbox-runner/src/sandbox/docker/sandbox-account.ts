import { dirname } from 'node:path';
import { type CgroupCounters, type CgroupFiles, readCounters } from './cgroup.ts';
import { type DiskRoom, diskRoom } from './fault.ts';
import { hostFreeBytes } from './host-room.ts';

const watchMs = 200;

/** What a sandbox ran into since it was handed out. */
export interface SandboxUse {
  /** Undefined where the host tells none. */
  counters: CgroupCounters | undefined;
  disk: DiskRoom;
  hostFreeBytes: number;
}

/**
 * Keeps the account of one sandbox by looking again and again: a step that fills the disk is taken away by
 * the engine when it fails, and with a container that ended its counters are gone.
 */
export class SandboxAccount {
  /** Mount point of the sandbox's disk, in its slot. */
  readonly #disk: string;
  readonly #files: CgroupFiles | undefined;
  #baseline: CgroupCounters = { oomKills: 0, forksRefused: 0 };
  #latest: CgroupCounters = this.#baseline;
  #minRoom: DiskRoom = { freeBytes: Infinity, freeInodes: Infinity };
  #minHostFreeBytes = Infinity;
  #watch: NodeJS.Timeout | undefined;

  constructor(disk: string, files: CgroupFiles | undefined) {
    this.#disk = disk;
    this.#files = files;
  }

  /** Starts a new account: what an earlier run ran into is not the next one's fault. */
  async open(): Promise<void> {
    this.close();
    this.#minRoom = { freeBytes: Infinity, freeInodes: Infinity };
    this.#minHostFreeBytes = Infinity;
    await this.#look();
    this.#baseline = this.#latest;
    this.#watch = setInterval(() => void this.#look().catch(() => this.close()), watchMs);
    this.#watch.unref();
  }

  close(): void {
    clearInterval(this.#watch);
  }

  async use(): Promise<SandboxUse> {
    await this.#look();
    const counters = this.#files && {
      oomKills: this.#latest.oomKills - this.#baseline.oomKills,
      forksRefused: this.#latest.forksRefused - this.#baseline.forksRefused,
    };
    return { counters, disk: this.#minRoom, hostFreeBytes: this.#minHostFreeBytes };
  }

  async #look(): Promise<void> {
    const [disk, hostBytes, counters] = await Promise.all([
      diskRoom(this.#disk),
      hostFreeBytes(dirname(dirname(this.#disk))),
      this.#files && readCounters(this.#files),
    ]);
    this.#minRoom = {
      freeBytes: Math.min(disk.freeBytes, this.#minRoom.freeBytes),
      freeInodes: Math.min(disk.freeInodes, this.#minRoom.freeInodes),
    };
    this.#minHostFreeBytes = Math.min(hostBytes, this.#minHostFreeBytes);
    this.#latest = counters ?? this.#latest;
  }
}
