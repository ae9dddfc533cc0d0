import type { ContainerSpec } from '../engine/engine-types.ts';
import type { RunnerEnv } from '../env.ts';
import { type GpuAttachment, gpuHostConfig } from '../gpu/attachment.ts';
import { driverDirOf } from '../gpu/simulated-driver.ts';
import { sandboxLabel } from './labels.ts';
import { sandboxSeccompProfile } from './seccomp.ts';

export interface SandboxPlace {
  id: string;
  image: string;
  /** First host UID of the sandbox's range. */
  uid: number;
  /** Folder of its slot. */
  dir: string;
  /** Host folders: the sandbox's own disk, the folder its sockets appear in, the folder with the shelf's socket. */
  dataDir: string;
  socketDir: string;
  shelfSocketDir: string;
  /** Given to its container for the run phase alone. */
  gpu?: GpuAttachment | undefined;
}

/** Capabilities that the entry needs to become the sandbox's user; that user has none outside its user namespace. */
const capabilities = ['SETUID', 'SETGID', 'CHOWN', 'SYS_CHROOT', 'DAC_OVERRIDE', 'FOWNER'];

const bytesPerMb = 1024 * 1024;

/** Of a sandbox's container on the host's engine. */
export function sandboxName(id: string): string {
  return `dfm-sandbox-${id}`;
}

/** How a sandbox is started: an unprivileged container with no network and limits on memory, CPU, processes and disk. */
export function sandboxContainer(env: RunnerEnv, place: SandboxPlace): ContainerSpec {
  const { Binds: driver = [], ...gpu } = gpuHostConfig(place.gpu, driverDirOf(place.dir));
  return {
    name: sandboxName(place.id),
    Hostname: 'sandbox',
    Image: place.image,
    User: 'root',
    Env: [`SANDBOX_UID=${place.uid}`],
    Labels: { [sandboxLabel]: place.dir },
    HostConfig: {
      NetworkMode: 'none',
      IpcMode: 'private',
      CapDrop: ['ALL'],
      CapAdd: capabilities,
      SecurityOpt: [`seccomp=${sandboxSeccompProfile()}`, 'apparmor=unconfined'],
      // systempaths=unconfined: a user namespace can mount its own /proc only where nothing of the outer one is covered.
      MaskedPaths: [],
      ReadonlyPaths: [],
      Memory: env.SANDBOX_MEMORY_MB * bytesPerMb,
      MemorySwap: env.SANDBOX_MEMORY_MB * bytesPerMb,
      NanoCpus: env.SANDBOX_CPUS * 1e9,
      PidsLimit: env.SANDBOX_PIDS,
      LogConfig: { Type: 'json-file', Config: { 'max-size': '1m', 'max-file': '1' } },
      Binds: [`${place.dataDir}:/data`, `${place.socketDir}:/sock`, `${place.shelfSocketDir}:/shelf:ro`, ...driver],
      ...gpu,
    },
  };
}
