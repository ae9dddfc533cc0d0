import type { RunnerEnv } from '../config/env.ts';
import { makeCourseLayers } from '../course-layers/make-course-layers.ts';
import { connectEngine } from '../engine/connect.ts';
import type { Engine } from '../engine/engine-types.ts';
import { hasImage } from '../engine/host.ts';
import { type Progress, type Report, reported } from '../host/progress.ts';
import { loadAppArmorProfile } from '../sandbox/docker/app-armor.ts';
import { type DiskFolder, openDiskFolder } from '../sandbox/docker/disk-folder.ts';
import { canMapOwners } from '../sandbox/docker/disk-mounts.ts';
import { buildSandboxImage, sandboxImageTag } from '../sandbox/docker/image.ts';
import { makeTemplate } from '../sandbox/docker/make-template.ts';
import { nodeIsolation } from '../sandbox/docker/node-isolation.ts';
import { clearAbandoned, sandboxesDir } from '../sandbox/docker/sandbox-dirs.ts';
import { templateExists, templateOf } from '../sandbox/docker/template.ts';
import { prepareShelf } from '../shelf/prepare.ts';

/**
 * Prepares everything that sandboxes need: the engine's image, the shelf and the disk, concurrently where
 * possible. Skips what already exists. Reports `usable` once runs can start. Base images that are built
 * later, and a disk that includes them, follow after that.
 *
 * @throws the error of what failed, after everything else has ended; Error for the operator if this host
 *   cannot run a sandbox
 */
export async function prepareNode(
  env: RunnerEnv,
  progress: Progress,
  report: Report = () => {},
): Promise<void> {
  const host = connectEngine(env.DOCKER_SOCKET);
  await onHost(host, env, progress, async (folder) => {
    const disk = (step: string) => sandboxDisk(host, env, folder, progress, report, step);
    const alongsideImages = () => sandboxImage(host, progress, report);
    const onUsable = async () => {
      await disk('sandbox-disk');
      report({ kind: 'usable' });
    };
    await prepareShelf(env, progress, { report, alongsideImages, onUsable });
    await disk('sandbox-disk-whole');
  });
}

/**
 * Builds the course's layers if sandboxes' disks share blocks; otherwise every sandbox would need the space
 * for its own copy. Requires a prepared node.
 */
export async function prepareCourseLayers(
  env: RunnerEnv,
  progress: Progress,
  report: Report = () => {},
): Promise<void> {
  const host = connectEngine(env.DOCKER_SOCKET);
  await onHost(host, env, progress, async (folder) => {
    if (folder.sharesBlocks)
      await reported(report, 'course-layers', () =>
        makeCourseLayers(host, env, diskKindOf(folder), progress),
      );
  });
}

/**
 * Builds what every sandbox starts from: the engine's image and a disk with the shelf's base images. Skips
 * what already exists. Requires a prepared shelf.
 *
 * @throws Error for the operator if this host cannot run a sandbox
 */
export async function prepareSandboxImage(env: RunnerEnv, progress: Progress): Promise<void> {
  const host = connectEngine(env.DOCKER_SOCKET);
  await onHost(host, env, progress, async (folder) => {
    await buildSandboxImage(host, progress);
    await makeTemplate(host, env, diskKindOf(folder), progress);
  });
}

/** Checks the host, then does the work while the folder of the disks is open. */
async function onHost(
  host: Engine,
  env: RunnerEnv,
  progress: Progress,
  work: (folder: DiskFolder) => Promise<void>,
): Promise<void> {
  await loadAppArmorProfile(progress);
  await nodeIsolation(host, env);
  const note = (text: string) => progress('sandbox disk', text);
  const folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), note);
  try {
    await clearAbandoned(host, env.DATA_DIR);
    await canMapOwners(env, note);
    await work(folder);
  } finally {
    await folder.close();
  }
}

function diskKindOf(folder: DiskFolder): 'direct' | 'buffered' {
  return folder.isOwnFileSystem ? 'direct' : 'buffered';
}

async function sandboxImage(host: Engine, progress: Progress, report: Report): Promise<void> {
  const build = () => buildSandboxImage(host, progress);
  if (!(await hasImage(host, await sandboxImageTag())))
    return void (await reported(report, 'sandbox-image', build));
  report({ kind: 'there', step: 'sandbox-image' });
  await build();
}

async function sandboxDisk(
  host: Engine,
  env: RunnerEnv,
  folder: DiskFolder,
  progress: Progress,
  report: Report,
  step: string,
): Promise<void> {
  const make = () => makeTemplate(host, env, diskKindOf(folder), progress);
  if (!(await templateExists(await templateOf(env)))) return reported(report, step, make);
  report({ kind: 'there', step });
  await make();
}
