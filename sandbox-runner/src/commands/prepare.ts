import { once } from 'node:events';
import { formatDuration } from '@dfm/contracts/quantity';
import { readRunnerEnv } from '../config/env.ts';
import { connectEngine } from '../engine/connect.ts';
import { programsEnded } from '../host/command.ts';
import { interruption } from '../host/interruption.ts';
import type { Report } from '../host/progress.ts';
import { prepareCourseLayers, prepareNode } from '../preparation/prepare.ts';
import { clearOwn } from '../sandbox/docker/sandbox-dirs.ts';

// Prepares what sandboxes need: the shelf and the sandbox image. Safe to repeat; a second run finds
// everything there. A parent that opened a channel (`npm start`) is sent the steps as they begin and end.
const env = readRunnerEnv();
const startedAt = performance.now();
const progress = (step: string, message: string) => {
  console.log(`[${formatDuration(performance.now() - startedAt).padStart(11)}] ${step}: ${message}`);
};
const interrupted = interruption();
const cleared = once(interrupted, 'abort')
  .then(() => clearOwn(connectEngine(env.DOCKER_SOCKET), env.DATA_DIR))
  // The work below clears its own slot as it fails: its umount may still be writing the disk after the mount
  // has left the table.
  .then(programsEnded);
cleared.then(
  () => process.exit(130),
  () => process.exit(1),
);
const report: Report = (event) => {
  // A parent that is gone needs no events.
  if (process.connected) process.send?.(event, () => {});
};
try {
  await prepareNode(env, progress, report);
  await prepareCourseLayers(env, progress, report);
  // The channel would keep this process alive.
  if (process.connected) process.disconnect();
} catch (error) {
  // The programs at work were interrupted too: that they failed is no news.
  if (interrupted.aborted) await cleared;
  report({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  throw error;
}
