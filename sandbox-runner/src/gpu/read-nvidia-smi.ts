import type { GpuDevice } from './gpu-device.ts';

/** What `nvidia-smi` is asked for, one line for each GPU. Names as `nvidia-smi --help-query-gpu` lists them. */
export const deviceQuery = [
  '--query-gpu=index,uuid,name,memory.total,driver_version,compute_cap',
  '--format=csv,noheader,nounits',
];

interface PhysicalGpu extends GpuDevice {
  index: number;
}

/**
 * Reads the answer to `deviceQuery`. A GPU that does not tell its id or compute capability (`[N/A]`,
 * `[Unknown Error]`) is left out: it could be neither handed out nor judged. One that does not tell its
 * memory has 0.
 */
export function physicalGpus(csv: string): PhysicalGpu[] {
  return csv.split('\n').flatMap((line) => {
    const fields = line.split(',').map((field) => field.trim());
    const [index = '', uuid = '', ...rest] = fields;
    // A name may have a comma, the fields behind it never.
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
 * What can be handed out: each GPU as a whole, or its slices where it is cut into some. @param csv answer to
 * `deviceQuery` @param listing of `nvidia-smi -L`
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
