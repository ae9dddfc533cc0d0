import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunnerEnv } from '../src/config/env.ts';
import { connectEngine } from '../src/engine/connect.ts';
import { runCommand } from '../src/host/command.ts';
import { sandboxName } from '../src/sandbox/docker/container-spec.ts';
import { sandboxLabel } from '../src/sandbox/docker/labels.ts';
import { cgroupFiles } from '../src/sandbox/inside/cgroup.ts';
import { processesOf } from '../src/sandbox/inside/process-table.ts';
import type { Sandbox } from '../src/sandbox/sandbox.ts';

const link = '/run/user/sandbox/bin/runc';

/**
 * Replaces runc in a sandbox. The file size limit is smaller than runc. The sealed runc still starts
 * containers, because it makes no copy of itself. Starts that are to fail use a runc that is not sealed: the
 * kernel kills its child during the copy, so it ends as early as when the kernel refuses the seal.
 */
const script = (sealed: string) => `#!/bin/bash
if [[ " $* " == *" run "* || " $* " == *" create "* ]]; then
  ulimit -f 4096
  read -r sound broken </sock/starts
  if ((sound > 0)); then
    echo "$((sound - 1)) $broken" >/sock/starts
  elif ((broken > 0)); then
    echo "0 $((broken - 1))" >/sock/starts
    exec /usr/sbin/runc "$@"
  fi
fi
exec ${sealed} "$@"
`;

/**
 * Lets a sandbox's engine start `sound` containers (including RUN steps) and then fail to start the next
 * `broken` ones.
 */
export async function breakStarts(
  { DOCKER_SOCKET }: RunnerEnv,
  sandbox: Sandbox,
  sound: number,
  broken: number,
): Promise<void> {
  const { Config, State } = await connectEngine(DOCKER_SOCKET)
    .getContainer(sandboxName(sandbox.id))
    .inspect();
  // The disk may be mounted with mapped owners, and then root of the host can write nothing there.
  const dir = join(Config.Labels[sandboxLabel] ?? '', 'sock');
  const all = await processesOf(
    cgroupFiles(await readFile(`/proc/${State.Pid}/cgroup`, 'utf8'))?.procs ?? '',
  );
  const names = await Promise.all(all.map(({ pid }) => readFile(`/proc/${pid}/comm`, 'utf8')));
  const engine = all[names.indexOf('dockerd\n')];
  if (engine === undefined) throw new Error('the sandbox has no engine');
  // The engine has its own /run.
  const inEngine = ['--target', String(engine.pid), '--mount'];
  await writeFile(join(dir, 'broken-runc'), script(`/proc/${engine.innerPid}/fd/3`));
  await writeFile(join(dir, 'starts'), `${sound} ${broken}\n`);
  await chmod(join(dir, 'broken-runc'), 0o755);
  await chmod(join(dir, 'starts'), 0o666);
  await runCommand('nsenter', [...inEngine, 'ln', '--symbolic', '--force', '/sock/broken-runc', link]);
}
