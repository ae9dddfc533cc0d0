import { z } from 'zod';
import { isDeviceNode, isDriverProgram, libraryStem } from './driver-names.ts';

/** What a container needs in order to use a GPU: device nodes, and files of the driver. */
export interface DriverFiles {
  nodes: readonly { host: string; container: string }[];
  /** Mounted read-only. */
  files: readonly { host: string; container: string }[];
}

/**
 * Command that describes the driver and the GPUs of this machine, in the format of the Container Device
 * Interface. It is part of the NVIDIA Container Toolkit.
 */
export const describeDriver = ['cdi', 'generate', '--format=json', '--device-name-strategy=uuid'];

const editsSchema = z.object({
  deviceNodes: z.array(z.object({ path: z.string(), hostPath: z.string().optional() })).default([]),
  mounts: z.array(z.object({ hostPath: z.string(), containerPath: z.string() })).default([]),
});
/** https://github.com/cncf-tags/container-device-interface/blob/main/SPEC.md */
const specSchema = z.object({
  devices: z.array(z.object({ name: z.string(), containerEdits: editsSchema })),
  containerEdits: editsSchema.prefault({}),
});

const nothing = { devices: [], containerEdits: { deviceNodes: [], mounts: [] } };

/**
 * Reads what each GPU, or each slice of one, needs in a container. The specification also has hooks, which a
 * runtime would execute as root. None of them is needed, and one of them covers a file in /proc, so that the
 * kernel would let no container inside the sandbox mount a /proc of its own.
 *
 * @param answer to `describeDriver`
 * @returns by UUID; nothing if this is not a specification
 */
export function driverFiles(answer: string): ReadonlyMap<string, DriverFiles> {
  const { devices, containerEdits: common } = parsed(answer) ?? nothing;
  return new Map(
    devices.map(({ name, containerEdits: own }) => [
      name,
      {
        nodes: [...own.deviceNodes, ...common.deviceNodes]
          .filter(({ path }) => isDeviceNode(path))
          .map(({ path, hostPath }) => ({ host: hostPath ?? path, container: path })),
        files: [...own.mounts, ...common.mounts]
          .filter(({ containerPath: path }) => isDriverProgram(path) || libraryStem(path) !== undefined)
          .map(({ hostPath, containerPath }) => ({ host: hostPath, container: containerPath })),
      },
    ]),
  );
}

function parsed(answer: string): z.infer<typeof specSchema> | undefined {
  try {
    return specSchema.parse(JSON.parse(answer));
  } catch {
    return undefined;
  }
}
