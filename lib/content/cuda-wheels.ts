import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cudaWheelsSchema, type CudaWheels } from '@dfm/contracts';
import { contentRoot } from './content-root.ts';

/** Sizes of wheels with CUDA, for the figures. */
export async function cudaWheels(): Promise<CudaWheels> {
  return cudaWheelsSchema.parse(
    JSON.parse(await readFile(join(contentRoot(), 'data/cuda-wheels.json'), 'utf8')),
  );
}
