import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createContainer, removeContainer, startContainer } from '../engine/containers.ts';
import type { Engine } from '../engine/engine-types.ts';
import { outputOf } from '../engine/exec.ts';

const sourceDir = join(import.meta.dirname, '../../images/simulated-gpu');
/** From the shelf; contains a C compiler. */
const compilerImage = 'python:3.11-bookworm';
const maxBytes = 1024 * 1024;
const compileSeconds = 60;
const compile =
  'printf %s "$0" >/tmp/libcuda.c && gcc -O1 -shared -fPIC -o /tmp/libcuda.so /tmp/libcuda.c && base64 --wrap=0 /tmp/libcuda.so';

/** The stand-in's nvidia-smi. */
export const simulatedNvidiaSmi = join(sourceDir, 'nvidia-smi');

/** Folder of the stand-in's files in a sandbox's slot. */
export function driverDirOf(slotDir: string): string {
  return join(slotDir, 'driver');
}

/** Writes the stand-in's files for the sandbox in this slot. */
export async function writeSimulatedDriver(slotDir: string, libcuda: Uint8Array): Promise<void> {
  const dir = driverDirOf(slotDir);
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'libcuda.so'), libcuda, { mode: 0o755 });
  await copyFile(simulatedNvidiaSmi, join(dir, 'nvidia-smi'));
}

/**
 * Compiles the stand-in's libcuda in the sandbox that will use it. The learner controls that engine, so the
 * result is used in this sandbox and nowhere else.
 *
 * @throws Error if it cannot be compiled
 */
export async function compileSimulatedDriver(
  engine: Engine,
  runId: string,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const source = await readFile(join(sourceDir, 'libcuda.c'), 'utf8');
  const container = await createContainer(engine, {
    runId,
    image: compilerImage,
    network: 'none',
    memoryMib: 512,
    pids: 64,
    command: ['sleep', String(compileSeconds)],
  });
  try {
    const failure = await startContainer(container);
    if (failure !== undefined)
      throw new Error(`cannot compile the stand-in for the CUDA driver: ${failure.why}`);
    const library = Buffer.from(
      await outputOf(container, ['sh', '-c', compile, source], {
        maxBytes,
        signal: AbortSignal.any([signal, AbortSignal.timeout(compileSeconds * 1_000)]),
      }),
      'base64',
    );
    // The magic number of an ELF file.
    if (library.subarray(0, 4).toString('latin1') !== '\x7FELF')
      throw new Error('the stand-in for the CUDA driver did not compile');
    return library;
  } finally {
    await removeContainer(container);
  }
}
