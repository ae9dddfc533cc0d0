import { once } from 'node:events';
import { formatDuration } from '@dfm/contracts/quantity';
import { readRunnerEnv } from '../config/env.ts';
import { connectEngine } from '../engine/connect.ts';
import { programsEnded } from '../host/command.ts';
import { interruption } from '../host/interruption.ts';
import type { Report } from '../host/progress.ts';
import { prepareCourseLayers, prepareNode } from '../preparation/prepare.ts';
import { clearOwn } from '../sandbox/docker/sandbox-dirs.ts';
import { prepareServices } from '../shelf/services.ts';

// Prepares what sandboxes need: the shelf, the sandbox image, and last the images of services, which only labs use. Safe to repeat: a second run reuses
// everything. A parent process that opened a channel (`npm start`) is sent each step when it starts and ends.
const env = readRunnerEnv();
const startedAt = performance.now();
const progress = (step: string, message: string) => {
  console.log(`[${formatDuration(performance.now() - startedAt).padStart(11)}] ${step}: ${message}`);
};
const interrupted = interruption();
const cleared = once(interrupted, 'abort')
  .then(() => clearOwn(connectEngine(env.DOCKER_SOCKET), env.DATA_DIR))
  // The code below cleans up its own slot when it fails. Its umount may still be writing to the disk after the
  // mount has disappeared from the mount table.
  .then(programsEnded);
cleared.then(
  () => process.exit(130),
  () => process.exit(1),
);
const report: Report = (event) => {
  // A parent that has exited needs no events.
  if (process.connected) process.send?.(event, () => {});
};
try {
  await prepareNode(env, progress, report);
  await prepareCourseLayers(env, progress, report);
  await prepareServices(env, progress, report);
  // The channel would keep this process alive.
  if (process.connected) process.disconnect();
} catch (error) {
  // The running programs were interrupted too, so their failure is expected.
  if (interrupted.aborted) await cleared;
  report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  throw error;
}
