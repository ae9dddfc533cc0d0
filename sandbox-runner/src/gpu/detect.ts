import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from '../host/command.ts';
import { isSimulated, type NodeGpus } from './gpu-device.ts';
import { deviceQuery, leasableDevices } from './read-nvidia-smi.ts';

/** The result of looking for GPUs on the node. */
export type GpuDetection =
  /** No working NVIDIA driver, or no GPU. */
  | { kind: 'none' }
  /** There are GPUs, but containers cannot use them; `why` tells an operator what to do. */
  | { kind: 'unusable'; why: string }
  | { kind: 'usable'; gpus: NodeGpus };

/** The relevant facts about the node's engine, named as in `docker info`. */
export interface EngineInfo {
  Runtimes?: Record<string, unknown>;
  /** From Engine 25 on; empty or absent if CDI is not enabled. */
  CDISpecDirs?: string[] | null;
}

export type NvidiaSmi = (args: readonly string[]) => Promise<string>;

/** The node's own `nvidia-smi`. Limited to ten seconds, because it hangs if a GPU has fallen off the bus. */
export const hostNvidiaSmi: NvidiaSmi = (args) =>
  runCommand('nvidia-smi', args, { signal: AbortSignal.timeout(10_000) });

/**
 * Looks for NVIDIA GPUs on the node and for a way to pass them to containers: CDI if the engine supports it
 * and a specification names every device, otherwise the runtime of the NVIDIA Container Toolkit.
 */
export async function detectGpus(
  engine: EngineInfo,
  nvidiaSmi: NvidiaSmi = hostNvidiaSmi,
): Promise<GpuDetection> {
  const answers = await Promise.all([nvidiaSmi(deviceQuery), nvidiaSmi(['-L'])]).catch(() => undefined);
  const devices = answers === undefined ? [] : leasableDevices(...answers);
  if (devices.length === 0) return { kind: 'none' };
  const simulated = devices.every(isSimulated);
  const named = await cdiNames(engine.CDISpecDirs ?? []);
  if (devices.every(({ uuid }) => named.has(`nvidia.com/gpu=${uuid}`)))
    return { kind: 'usable', gpus: { devices, via: 'cdi', simulated } };
  if (engine.Runtimes?.['nvidia'] !== undefined)
    return { kind: 'usable', gpus: { devices, via: 'nvidia-runtime', simulated } };
  const cdi =
    named.size === 0
      ? ''
      : ' (there is a CDI specification, but it does not name every device by its UUID: nvidia-ctk cdi generate --device-name-strategy=uuid)';
  return {
    kind: 'unusable',
    why: `${devices[0]!.name} was found, but the engine cannot pass it to a container. Install the NVIDIA Container Toolkit, run nvidia-ctk runtime configure and restart the engine${cdi}.`,
  };
}

/**
 * Names of the devices in the specifications in these folders, such as `nvidia.com/gpu=GPU-…`. Unreadable
 * files are skipped.
 */
async function cdiNames(dirs: readonly string[]): Promise<Set<string>> {
  const names = new Set<string>();
  for (const dir of dirs) {
    for (const file of await readdir(dir).catch(() => [])) {
      if (!/\.(?:json|ya?ml)$/u.test(file)) continue;
      try {
        const { kind, devices } = parse(await readFile(join(dir, file), 'utf8')) as {
          kind?: unknown;
          devices?: { name?: unknown }[];
        };
        for (const device of devices ?? []) names.add(`${String(kind)}=${String(device.name)}`);
      } catch {
        continue;
      }
    }
  }
  return names;
}
