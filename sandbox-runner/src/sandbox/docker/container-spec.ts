import { bytesPerMib } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import type { ContainerSpec } from '../../engine/engine-types.ts';
import { type GpuAttachment, gpuHostConfig } from '../../gpu/attachment.ts';
import { driverDirOf } from '../../gpu/simulated-driver.ts';
import { sandboxLabel } from './labels.ts';
import { sandboxSeccompProfile } from './seccomp.ts';

export interface SandboxLocation {
  id: string;
  image: string;
  /** First host UID of the sandbox's range. */
  uid: number;
  /** Folder of its slot. */
  dir: string;
  /** What the host confines it with, as `apparmor=` takes it. */
  appArmor: string;
  /** Device of the sandbox's disk on the host. */
  device: string;
  /**
   * Host folders: the sandbox's own disk, the folder its sockets appear in, the folder with the shelf's
   * socket.
   */
  dataDir: string;
  socketDir: string;
  shelfSocketDir: string;
  /** Binds of the files in /etc that name its user. */
  account: readonly string[];
  /** Given to its container for the run phase alone. */
  gpu?: GpuAttachment | undefined;
  /** Processor time it gets beside others, which have 1,024. */
  cpuShares?: number | undefined;
}

/**
 * Capabilities that the entry needs to become the sandbox's user; each was found to be needed by taking it
 * away. The user has none outside its user namespace.
 */
const capabilities = ['SETUID', 'SETGID'];
/**
 * What its engine writes beside its disk: state of containers, sockets, settings of the client. In memory,
 * and counted as the sandbox's.
 */
const writableFolders = ['/tmp', '/home/sandbox', '/run/user/sandbox'];

/** Of a sandbox's container on the host's engine. */
export function sandboxName(id: string): string {
  return `dfm-sandbox-${id}`;
}

/**
 * How a sandbox is started: an unprivileged container with no network, a read-only root filesystem and limits
 * on memory, CPU, processes, and the disk's size and use.
 */
export function sandboxContainer(env: RunnerEnv, place: SandboxLocation): ContainerSpec {
  const { Binds: driver = [], ...gpu } = gpuHostConfig(place.gpu, driverDirOf(place.dir));
  const disk = (Rate: number) => [{ Path: place.device, Rate }];
  return {
    name: sandboxName(place.id),
    Hostname: 'sandbox',
    Image: place.image,
    User: 'root',
    Env: [`SANDBOX_UID=${place.uid}`],
    Labels: { [sandboxLabel]: place.dir },
    HostConfig: {
      Runtime: env.SANDBOX_RUNTIME,
      NetworkMode: 'none',
      // Root of the inner namespace could otherwise fill the host's disk through the container's own layer.
      ReadonlyRootfs: true,
      Tmpfs: Object.fromEntries(
        writableFolders.map((path) => [path, `size=64m,mode=700,uid=${place.uid},gid=${place.uid}`]),
      ),
      IpcMode: 'private',
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      SecurityOpt: [`seccomp=${sandboxSeccompProfile()}`, `apparmor=${place.appArmor}`],
      // systempaths=unconfined: a user namespace can mount its own /proc only where nothing of the outer one
      // is covered.
      MaskedPaths: [],
      ReadonlyPaths: [],
      Memory: env.SANDBOX_MEMORY_MB * bytesPerMib,
      MemorySwap: env.SANDBOX_MEMORY_MB * bytesPerMib,
      NanoCpus: env.SANDBOX_CPUS * 1e9,
      ...(place.cpuShares === undefined ? {} : { CpuShares: place.cpuShares }),
      PidsLimit: env.SANDBOX_PIDS,
      BlkioDeviceReadBps: disk(env.SANDBOX_DISK_MB_PER_SECOND * bytesPerMib),
      BlkioDeviceWriteBps: disk(env.SANDBOX_DISK_MB_PER_SECOND * bytesPerMib),
      BlkioDeviceReadIOps: disk(env.SANDBOX_DISK_OPERATIONS_PER_SECOND),
      BlkioDeviceWriteIOps: disk(env.SANDBOX_DISK_OPERATIONS_PER_SECOND),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      Binds: [
        `${place.dataDir}:/data`,
        `${place.socketDir}:/sock`,
        `${place.shelfSocketDir}:/shelf:ro`,
        ...place.account,
        ...driver,
      ],
      ...gpu,
    },
  };
}
