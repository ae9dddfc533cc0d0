import type { GpuDevice } from './gpu-device.ts';

/**
 * Query for `nvidia-smi`, answered with one line per GPU. The names are those of `nvidia-smi
 * --help-query-gpu`.
 */
export const deviceQuery = [
  '--query-gpu=index,uuid,name,memory.total,driver_version,compute_cap',
  '--format=csv,noheader,nounits',
];

interface PhysicalGpu extends GpuDevice {
  index: number;
}

/**
 * Parses the answer to `deviceQuery`. A GPU without a UUID or compute capability (`[N/A]`, `[Unknown Error]`)
 * is left out, because it could be neither leased nor used for grading. A GPU that does not report its memory
 * has 0.
 */
export function physicalGpus(csv: string): PhysicalGpu[] {
  return csv.split('\n').flatMap((line) => {
    const fields = line.split(',').map((field) => field.trim());
    const [index = '', uuid = '', ...rest] = fields;
    // A name may contain a comma, the fields after it never do.
    const [memory = '', driver = '', computeCapability = ''] = rest.slice(-3);
    const name = rest.slice(0, -3).join(', ');
    if (
      !/^\d+$/u.test(index) ||
      !/^GPU-[\w-]+$/u.test(uuid) ||
      !/^\d+\.\d+$/u.test(computeCapability) ||
      !/^\d+(?:\.\d+)+$/u.test(driver)
    )
      return [];
    return [
      {
        index: Number(index),
        uuid,
        name,
        memoryMb: /^\d+$/u.test(memory) ? Number(memory) : 0,
        driver,
        computeCapability,
      },
    ];
  });
}

/** Slices by the index of their GPU, as `nvidia-smi -L` lists them below it. */
function migSlices(listing: string): Map<number, { uuid: string; profile: string }[]> {
  const slices = new Map<number, { uuid: string; profile: string }[]>();
  let gpu: number | undefined;
  for (const line of listing.split('\n')) {
    const head = /^GPU (\d+):/u.exec(line);
    if (head !== null) gpu = Number(head[1]);
    const slice = /^\s+MIG (\S+)\s+Device\s+\d+:\s+\(UUID: (MIG-[\w/-]+)\)/u.exec(line);
    if (slice === null || gpu === undefined) continue;
    slices.set(gpu, [...(slices.get(gpu) ?? []), { uuid: slice[2]!, profile: slice[1]! }]);
  }
  return slices;
}

/**
 * The devices that can be leased: each GPU, or its slices if it is divided.
 *
 * @param csv answer to `deviceQuery`
 * @param listing output of `nvidia-smi -L`
 */
export function leasableDevices(csv: string, listing: string): GpuDevice[] {
  const slices = migSlices(listing);
  return physicalGpus(csv).flatMap(({ index, ...gpu }): GpuDevice[] => {
    const own = slices.get(index);
    if (own === undefined) return [gpu];
    return own.map(({ uuid, profile }) => ({
      ...gpu,
      uuid,
      name: `${gpu.name} MIG ${profile}`,
      memoryMb: Number(/\.(\d+)gb/u.exec(profile)?.[1] ?? 0) * 1024,
    }));
  });
}
