import { z } from 'zod';

/** What pip installs for a framework, as read from the package index. */
export const cudaInstallSchema = z.strictObject({
  /** As written for pip: `torch==2.10.0`. */
  requirement: z.string(),
  /** Everything that pip installs, the largest first. */
  packages: z
    .array(
      z.strictObject({
        name: z.string(),
        version: z.string(),
        /** Size of the wheel, which is what pip downloads. */
        wheelBytes: z.int().positive(),
        /** Size of the files in it. */
        unpackedBytes: z.int().positive(),
      }),
    )
    .min(1),
  /** The largest files of all these wheels, the largest first. */
  largestFiles: z.array(z.strictObject({ path: z.string(), bytes: z.int().positive() })),
});
export type CudaInstall = z.infer<typeof cudaInstallSchema>;

/** `content/data/cuda-wheels.json`, written by `scripts/cuda-wheels.py`. */
export const cudaWheelsSchema = z.strictObject({
  version: z.literal(1),
  /** Day of the recording. */
  recordedOn: z.iso.date(),
  installs: z.array(cudaInstallSchema).min(1),
});
export type CudaWheels = z.infer<typeof cudaWheelsSchema>;
