import { dirname } from 'node:path';
import { type CgroupCounters, type CgroupFiles, readCounters } from '../inside/cgroup.ts';
import { type DiskRoom, diskRoom } from '../inside/fault.ts';
import { hostFreeBytes } from './host-room.ts';

const pollMs = 200;

/** Limits that a sandbox has reached since its account was opened. */
export interface SandboxUse {
  /** Undefined if the host has none. */
  counters: CgroupCounters | undefined;
  disk: DiskRoom;
  hostFreeBytes: number;
}

/**
 * Records the limits that one sandbox reaches by polling. A single check at the end is not enough: the engine
 * deletes a step that filled the disk when it fails, and the counters of a container disappear when it
 * exits.
 */
export class SandboxAccount {
  /** Mount point of the sandbox's disk, in its slot. */
  readonly #disk: string;
  readonly #files: CgroupFiles | undefined;
  #baseline: CgroupCounters = { oomKills: 0, forksRefused: 0 };
  #latest: CgroupCounters = this.#baseline;
  #minRoom: DiskRoom = { freeBytes: Infinity, freeInodes: Infinity };
  #minHostFreeBytes = Infinity;
  #timer: NodeJS.Timeout | undefined;

  constructor(disk: string, files: CgroupFiles | undefined) {
    this.#disk = disk;
    this.#files = files;
  }

  /** Opens a new account, so that a run is not blamed for what an earlier run caused. */
  async open(): Promise<void> {
    this.close();
    this.#minRoom = { freeBytes: Infinity, freeInodes: Infinity };
    this.#minHostFreeBytes = Infinity;
    await this.#poll();
    this.#baseline = this.#latest;
    this.#timer = setInterval(() => void this.#poll().catch(() => this.close()), pollMs);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async use(): Promise<SandboxUse> {
    await this.#poll();
    const counters = this.#files && {
      oomKills: this.#latest.oomKills - this.#baseline.oomKills,
      forksRefused: this.#latest.forksRefused - this.#baseline.forksRefused,
    };
    return { counters, disk: this.#minRoom, hostFreeBytes: this.#minHostFreeBytes };
  }

  async #poll(): Promise<void> {
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
