import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { runCommand } from '../host/command.ts';
import type { NodeGpus } from './gpu-device.ts';
import { deviceQuery, leasableDevices } from './read-nvidia-smi.ts';

/** What a look at the node found. */
export type GpuDetection =
  /** No NVIDIA driver that answers, or no GPU. */
  | { kind: 'none' }
  /** There are GPUs, and containers cannot have them; `why` tells an operator what to do. */
  | { kind: 'unusable'; why: string }
  | { kind: 'usable'; gpus: NodeGpus };

/** What the node's engine says of itself that matters here, as `docker info` names it. */
export interface EngineInfo {
  Runtimes?: Record<string, unknown>;
  /** From Engine 25 on; empty or absent where CDI is not enabled. */
  CDISpecDirs?: string[] | null;
}

export type NvidiaSmi = (args: readonly string[]) => Promise<string>;

/** The node's own `nvidia-smi`. It has ten seconds: on a GPU that fell off the bus it never ends. */
export const hostNvidiaSmi: NvidiaSmi = (args) =>
  runCommand('nvidia-smi', args, { signal: AbortSignal.timeout(10_000) });

/**
 * Looks for NVIDIA GPUs on the node, and for a way to hand them to containers: CDI where the engine knows it
 * and a specification names every device, else the runtime of the NVIDIA Container Toolkit.
 */
export async function detectGpus(
  engine: EngineInfo,
  nvidiaSmi: NvidiaSmi = hostNvidiaSmi,
): Promise<GpuDetection> {
  const answers = await Promise.all([nvidiaSmi(deviceQuery), nvidiaSmi(['-L'])]).catch(() => undefined);
  const devices = answers === undefined ? [] : leasableDevices(...answers);
  if (devices.length === 0) return { kind: 'none' };
  const simulated = devices.every(({ name }) => name.startsWith('Simulated '));
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
    why: `${devices[0]!.name} is here, but the engine cannot give it to a container. Install the NVIDIA Container Toolkit, run nvidia-ctk runtime configure and restart the engine${cdi}.`,
  };
}

/**
 * Devices that the specifications in these folders name, such as `nvidia.com/gpu=GPU-…`. What cannot be read
 * names none.
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
