import { PlatformError } from '@dfm/contracts';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine } from '../../engine/connect.ts';
import { shelfIsPrepared } from '../../shelf/prepare.ts';
import type { BackendSandbox, SandboxBackend, SandboxStart } from '../backend.ts';
import { learnersTemplate } from './course-template.ts';
import { openDiskFolder } from './disk-folder.ts';
import { canMapOwners } from './disk-mounts.ts';
import { hostRoom } from './host-room.ts';
import { type HostDisks, makeSandbox } from './make-sandbox.ts';
import { nodeIsolation } from './node-isolation.ts';
import { clearAbandoned, sandboxesDir } from './sandbox-dirs.ts';
import { useTemplate } from './template-use.ts';
import { templateExists, templateOf } from './template.ts';

/**
 * Sandboxes as containers of this machine's Docker Engine, each with a disk that is a copy of the template.
 *
 * @param note called with each missing host feature that makes sandboxes start more slowly
 * @throws PlatformError `shelf-missing` if the shelf or the sandbox image was never prepared
 * @throws Error for the operator if this host cannot run a sandbox
 */
export async function openDockerBackend(
  env: RunnerEnv,
  start: SandboxStart,
  note: (text: string) => void,
): Promise<SandboxBackend> {
  const currentTemplate = () => (start === 'course-layers' ? learnersTemplate(env) : templateOf(env));
  const host = connectEngine(env.DOCKER_SOCKET);
  await nodeIsolation(host, env);
  // First, because templates are visible only while it is open.
  const folder = await openDiskFolder(sandboxesDir(env.DATA_DIR), note);
  const found = (await shelfIsPrepared(env.SHELF_DIR)) ? await currentTemplate() : undefined;
  const endUses = found === undefined ? [] : [await useTemplate(found.path)];
  const close = async () => {
    for (const endUse of endUses) await endUse();
    await folder.close();
  };
  if (found === undefined || !(await templateExists(found))) {
    await close();
    throw new PlatformError(
      'shelf-missing',
      'This machine is not ready to run exercises yet. Please tell your instructor.',
      {
        detail: `no prepared shelf in ${env.SHELF_DIR} with a sandbox disk in ${sandboxesDir(env.DATA_DIR)}: run src/commands/prepare.ts`,
      },
    );
  }
  const disks: HostDisks = {
    kind: folder.isOwnFileSystem ? 'direct' : 'buffered',
    sharesBlocks: folder.sharesBlocks,
    mapsOwners: await canMapOwners(env, note),
  };
  let template = found;
  return {
    async create(): Promise<BackendSandbox> {
      const { sandbox, destroy } = await makeSandbox(host, env, template, disks);
      return {
        sandbox,
        handOut: () => sandbox.handOut(),
        takeBack: () => sandbox.takeBack(),
        restart: (gpu) => sandbox.restart(gpu),
        destroy,
      };
    },
    sweep: () => clearAbandoned(host, env.DATA_DIR),
    template: () => template,
    async renew() {
      // A missing shelf is reported by the node's health.
      const newest = await currentTemplate().catch(() => template);
      // A different image belongs to a different version of this program, and waits for the next start.
      if (newest.path === template.path || newest.image !== template.image || !(await templateExists(newest)))
        return false;
      endUses.push(await useTemplate(newest.path));
      template = newest;
      return true;
    },
    room: () => hostRoom(template.path, disks.sharesBlocks, env),
    close,
  };
}
