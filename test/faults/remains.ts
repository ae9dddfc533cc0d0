import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { remnantsIn, slotIn } from '../../sandbox-runner/test/remnants.ts';

/**
 * Everything that the sandboxes of a data folder have on this machine, including processes, except what the
 * given runners own.
 *
 * @param containerIds IDs of containers that may already be removed; processes still running in them are
 *   reported
 */
export async function remainsIn(
  dataDir: string,
  dockerSocket: string,
  { owners = [], containerIds = [] }: { owners?: readonly number[]; containerIds?: readonly string[] } = {},
): Promise<string[]> {
  const found = (
    await Promise.all([
      remnantsIn(dataDir, dockerSocket),
      processesOf(join(dataDir, 'sandboxes'), containerIds),
    ])
  ).flat();
  const owned = new Set(
    (await Promise.all(owners.map((pid) => slotsOf(dataDir, pid)))).flat().map((path) => basename(path)),
  );
  const isOwned = ({ kind, name, slot }: (typeof found)[number]) => {
    if (slot !== undefined) return owned.has(slot);
    return kind === 'file system of the disks'
      ? owners.length > 0
      : owners.some((pid) => new RegExp(`^(uses|disks)-${pid}\\b`).test(name));
  };
  return found.filter((remnant) => !isOwned(remnant)).map(({ kind, name }) => `${kind} ${name}`);
}

/** Folders of the sandboxes that a process created; the process may be dead. */
export async function slotsOf(dataDir: string, pid: number): Promise<string[]> {
  const dir = join(dataDir, 'sandboxes');
  const owned = await Promise.all(
    (await readdir(dir)).map(async (name) =>
      (await readFile(join(dir, name, 'owner'), 'utf8').catch(() => '')).startsWith(`${pid} `)
        ? [join(dir, name)]
        : [],
    ),
  );
  return owned.flat();
}

/** IDs of the containers of the sandboxes that a process created. */
export async function containersOf(dataDir: string, dockerSocket: string, pid: number): Promise<string[]> {
  const slots = (await slotsOf(dataDir, pid)).map((path) => basename(path));
  const remnants = await remnantsIn(dataDir, dockerSocket);
  return remnants
    .filter(({ kind, slot }) => kind === 'container' && slots.includes(slot ?? ''))
    .map(({ name }) => name);
}

/** Host processes that work in the folder, and all processes in the containers. */
async function processesOf(
  dir: string,
  containerIds: readonly string[],
): Promise<{ kind: 'process'; name: string; slot: string | undefined }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid) => {
      const [commandLine, cgroup] = await Promise.all([
        readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
        readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => ''),
      ]);
      if (!commandLine.includes(`${dir}/slot-`) && !containerIds.some((id) => cgroup.includes(id))) return [];
      return [
        {
          kind: 'process' as const,
          name: `${pid} ${commandLine.replaceAll('\0', ' ').slice(0, 120)}`,
          slot: slotIn(commandLine.slice(commandLine.indexOf(dir))),
        },
      ];
    }),
  );
  return found.flat();
}
