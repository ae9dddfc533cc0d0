import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine } from '../../engine/connect.ts';
import type { Engine } from '../../engine/engine-types.ts';
import { buildStage, hasImage } from '../../engine/host.ts';
import { runCommand } from '../../host/command.ts';
import { hashInputs } from '../../host/input-hash.ts';
import type { Progress } from '../../host/progress.ts';
import { diskOf, openDiskFolder } from '../docker/disk-folder.ts';
import { canMapOwners, mountDiskFor, ownersFor } from '../docker/disk-mounts.ts';
import { copyDisk } from '../docker/disk.ts';
import { clearSlot, sandboxesDir } from '../docker/sandbox-dirs.ts';
import { claimSlot } from '../docker/slot.ts';
import { type Template, templateExists, templateOf } from '../docker/template.ts';
import { accountFiles } from '../inside/account-files.ts';
import { agentProgram, podFilesDir } from './agent-version.ts';
import { podUid } from './pod-processes.ts';

/** A pod has 65,536 IDs: the agent's, that of the sandbox's user, and those that its user namespace maps. */
const mappedIds = 65_536 - podUid - 1;

/**
 * Makes the image of pods on this machine's Docker Engine, unless it exists: the sandbox image, the files of
 * images/pod, and an archive of the disk with the base images. Requires a prepared node.
 *
 * @returns its reference, whose tag is a hash of all that it contains
 */
export async function makePodImage(env: RunnerEnv, progress: Progress): Promise<string> {
  const host = connectEngine(env.DOCKER_SOCKET);
  const note = (text: string) => progress('image of pods', text);
  const folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), note);
  try {
    const template = await templateOf(env);
    if (!(await templateExists(template)))
      throw new Error('This machine has no disk with base images yet. Prepare it first: npm start does.');
    const contents = await hashInputs([], [template.path, template.image, await agentProgram()]);
    const reference = `dfm-pod:${contents.slice(0, 12)}`;
    if (await hasImage(host, reference)) {
      note(`${reference} already exists`);
      return reference;
    }
    await withContext(host, env, template, note, (context) => {
      note(`building ${reference}`);
      return buildStage(host, context, { target: 'pod', reference, buildArgs: {} });
    });
    note(`${reference} is ready`);
    return reference;
  } finally {
    await folder.close();
  }
}

/** Makes a build context with an archive of the template. Its owners are those inside the user namespace. */
async function withContext(
  host: Engine,
  env: RunnerEnv,
  template: Template,
  note: (text: string) => void,
  use: (context: PassThrough) => Promise<void>,
): Promise<void> {
  const slot = await claimSlot(sandboxesDir(env.DATA_DIR));
  const dir = await mkdtemp(join(env.DATA_DIR, 'pod-image-'));
  try {
    const disk = diskOf(slot.dir);
    const mountPoint = join(slot.dir, 'data');
    await copyDisk(template.path, disk);
    const disks = { kind: 'buffered', mapsOwners: await canMapOwners(env, note) } as const;
    await mountDiskFor(disk, mountPoint, disks, ownersFor(template.uid, 0));
    note('archiving the base images');
    const archive = ['--create', `--file=${join(dir, 'template.tar')}`, `--directory=${mountPoint}`];
    const exact = ['--numeric-owner', '--sparse', '--xattrs', '--xattrs-include=*', '--exclude=./lost+found'];
    await runCommand('tar', [...archive, ...exact, '.']);
    await cp(podFilesDir, join(dir, 'lib'), { recursive: true });
    await writeFile(join(dir, 'lib/agent'), await agentProgram());
    await mkdir(join(dir, 'etc'));
    for (const [name, text] of Object.entries(accountFiles(podUid, mappedIds)))
      await writeFile(join(dir, 'etc', name), text);
    await writeFile(join(dir, 'Dockerfile'), dockerfile(template.image));
    const tar = spawn('tar', ['-cf', '-', '-C', dir, '.'], { stdio: ['ignore', 'pipe', 'inherit'] });
    await use(tar.stdout.pipe(new PassThrough()));
  } finally {
    await clearSlot(host, slot);
    await rm(dir, { recursive: true, force: true });
  }
}

function dockerfile(sandboxImage: string): string {
  return `FROM ${sandboxImage} AS pod
COPY lib /usr/local/lib/sandbox/
COPY etc /etc/
COPY template.tar /usr/local/lib/sandbox/
ENTRYPOINT ["/usr/local/lib/sandbox/agent"]
`;
}
