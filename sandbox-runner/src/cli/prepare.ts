import { readRunnerEnv } from '../env.ts';
import { prepareSandboxImage } from '../sandbox/prepare.ts';
import { prepareShelf } from '../shelf/prepare.ts';

// Prepares what sandboxes need: the shelf and the sandbox image. Safe to repeat; a second run finds everything there.
const env = readRunnerEnv();
const startedAt = performance.now();
const progress = (step: string, message: string) => {
  console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s] ${step}: ${message}`);
};
await prepareShelf(env, progress);
await prepareSandboxImage(env, progress);
