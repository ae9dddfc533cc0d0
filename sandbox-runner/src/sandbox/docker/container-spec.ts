import { bytesPerMib } from '@dfm/contracts/quantity';
import type { RunnerEnv } from '../../config/env.ts';
import type { ContainerSpec } from '../../engine/engine-types.ts';
import { type GpuAttachment, gpuHostConfig } from '../../gpu/attachment.ts';
import { driverDirOf } from '../../gpu/simulated-driver.ts';
import { sandboxSeccompProfile } from '../inside/seccomp.ts';
import { sandboxLabel } from './labels.ts';

export interface SandboxLocation {
  id: string;
  image: string;
  /** First host UID of the sandbox's range. */
  uid: number;
  /** Folder of its slot. */
  dir: string;
  /** Value of `apparmor=`. */
  appArmor: string;
  /** Device of the sandbox's disk on the host. */
  device: string;
  /** Host folders: the sandbox's own disk, the folder for its sockets, the folder with the shelf's socket. */
  dataDir: string;
  socketDir: string;
  shelfSocketDir: string;
  /** Binds of the files in /etc that define its user. */
  account: readonly string[];
  /** Attached to its container only for the run phase. */
  gpu?: GpuAttachment | undefined;
  /** Relative share of processor time. Other sandboxes have 1,024. */
  cpuShares?: number | undefined;
}

/**
 * Capabilities that the entry script needs to become the sandbox's user. It fails without either of them. The
 * user has no capabilities outside its user namespace.
 */
const capabilities = ['SETUID', 'SETGID'];
/**
 * Folders outside its disk that its engine writes to, with their modes: state of containers, sockets,
 * settings of the client. They are in memory and count towards the sandbox's limit. Shells, whose user is a
 * different one, write to `/tmp` too.
 */
const writableFolders = { '/tmp': '1777', '/home/sandbox': '700', '/run/user/sandbox': '700' };

/** Name of a sandbox's container on the host's engine. */
export function sandboxName(id: string): string {
  return `dfm-sandbox-${id}`;
}

/**
 * The configuration of a sandbox: an unprivileged container with no network, a read-only root file system and
 * limits on memory, CPU, processes, and the size and use of the disk.
 */
export function sandboxContainer(env: RunnerEnv, location: SandboxLocation): ContainerSpec {
  const { Binds: driver = [], ...gpu } = gpuHostConfig(location.gpu, driverDirOf(location.dir));
  const disk = (Rate: number) => [{ Path: location.device, Rate }];
  return {
    name: sandboxName(location.id),
    Hostname: 'sandbox',
    Image: location.image,
    User: 'root',
    Env: [`SANDBOX_UID=${location.uid}`],
    Labels: { [sandboxLabel]: location.dir },
    HostConfig: {
      Runtime: env.SANDBOX_RUNTIME,
      NetworkMode: 'none',
      // Otherwise, root of the inner namespace could fill the host's disk through the container's own layer.
      ReadonlyRootfs: true,
      Tmpfs: Object.fromEntries(
        Object.entries(writableFolders).map(([path, mode]) => [
          path,
          `size=64m,mode=${mode},uid=${location.uid},gid=${location.uid}`,
        ]),
      ),
      IpcMode: 'private',
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      SecurityOpt: [`seccomp=${sandboxSeccompProfile()}`, `apparmor=${location.appArmor}`],
      // systempaths=unconfined: a user namespace can mount its own /proc only if no part of the outer one is
      // covered.
      MaskedPaths: [],
      ReadonlyPaths: [],
      Memory: env.SANDBOX_MEMORY_MB * bytesPerMib,
      MemorySwap: env.SANDBOX_MEMORY_MB * bytesPerMib,
      NanoCpus: env.SANDBOX_CPUS * 1e9,
      ...(location.cpuShares === undefined ? {} : { CpuShares: location.cpuShares }),
      PidsLimit: env.SANDBOX_PIDS,
      BlkioDeviceReadBps: disk(env.SANDBOX_DISK_MB_PER_SECOND * bytesPerMib),
      BlkioDeviceWriteBps: disk(env.SANDBOX_DISK_MB_PER_SECOND * bytesPerMib),
      BlkioDeviceReadIOps: disk(env.SANDBOX_DISK_OPERATIONS_PER_SECOND),
      BlkioDeviceWriteIOps: disk(env.SANDBOX_DISK_OPERATIONS_PER_SECOND),
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      Binds: [
        `${location.dataDir}:/data`,
        `${location.socketDir}:/sock`,
        `${location.shelfSocketDir}:/shelf:ro`,
        ...location.account,
        ...driver,
      ],
      ...gpu,
    },
  };
}
