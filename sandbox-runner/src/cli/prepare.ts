import { once } from 'node:events';
import { connectEngine } from '../engine/connect.ts';
import { readRunnerEnv } from '../env.ts';
import { programsEnded } from '../host/command.ts';
import { clearOwn } from '../sandbox/place.ts';
import { prepareSandboxImage } from '../sandbox/prepare.ts';
import { prepareShelf } from '../shelf/prepare.ts';
import { interruption } from './interruption.ts';

// Prepares what sandboxes need: the shelf and the sandbox image. Safe to repeat; a second run finds everything there.
const env = readRunnerEnv();
const startedAt = performance.now();
const progress = (step: string, message: string) => {
  console.log(`[${((performance.now() - startedAt) / 1000).toFixed(1).padStart(6)} s] ${step}: ${message}`);
};
const interrupted = interruption();
const cleared = once(interrupted, 'abort')
  .then(() => clearOwn(connectEngine(env.DOCKER_SOCKET), env.DATA_DIR))
  // The work below clears its own slot as it fails: its umount may still be writing the disk after the mount has left the table.
  .then(programsEnded);
cleared.then(() => process.exit(130), () => process.exit(1));
try {
  await prepareShelf(env, progress);
  await prepareSandboxImage(env, progress);
} catch (error) {
  // The programs at work were interrupted too: that they failed is no news.
  if (interrupted.aborted) await cleared;
  throw error;
}
