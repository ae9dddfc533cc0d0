import { readFile, readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';

/** One thing that a sandbox, or who makes sandboxes, has on this machine. */
interface Remnant {
  kind: 'container' | 'mount' | 'loop device' | 'folder' | 'process';
  name: string;
  /** Name of the slot it belongs to, such as `slot-0`. */
  slot: string | undefined;
}

/**
 * What sandboxes of a data folder have on this machine, leaving out what the processes given own.
 * @param containerIds of containers that may be gone; what still runs in them is told
 */
export async function remainsIn(dataDir: string, dockerSocket: string, { owners = [], containerIds = [] }: { owners?: readonly number[]; containerIds?: readonly string[] } = {}): Promise<string[]> {
  const dir = join(dataDir, 'sandboxes');
  const found = (await Promise.all([containersIn(dir, dockerSocket), mountsIn(dir), loopDevicesOn(dir), foldersIn(dir), processesOf(dir, containerIds)])).flat();
  const owned = new Set((await Promise.all(owners.map((pid) => slotsOf(dataDir, pid)))).flat().map((path) => basename(path)));
  const isOwned = ({ name, slot }: Remnant) => (slot === undefined ? owners.some((pid) => new RegExp(`^(shelf|uses)-${pid}\\b`).test(name)) : owned.has(slot));
  return found.filter((remnant) => !isOwned(remnant)).map(({ kind, name }) => `${kind} ${name}`);
}

/** Folders of the sandboxes that a process, which may be dead, made. */
export async function slotsOf(dataDir: string, pid: number): Promise<string[]> {
  const dir = join(dataDir, 'sandboxes');
  const owned = await Promise.all((await readdir(dir)).map(async (name) => ((await readFile(join(dir, name, 'owner'), 'utf8').catch(() => '')).startsWith(`${pid} `) ? [join(dir, name)] : [])));
  return owned.flat();
}

/** Ids of the containers of the sandboxes that a process made. */
export async function containersOf(dataDir: string, dockerSocket: string, pid: number): Promise<string[]> {
  const slots = (await slotsOf(dataDir, pid)).map((path) => basename(path));
  const containers = await containersIn(join(dataDir, 'sandboxes'), dockerSocket);
  return containers.filter(({ slot }) => slots.includes(slot ?? '')).map(({ name }) => name);
}

const slotIn = (path: string) => /slot-\d+/.exec(path)?.[0];

async function containersIn(dir: string, dockerSocket: string): Promise<Remnant[]> {
  const containers = await connectEngine(dockerSocket).listContainers({ all: true, filters: { label: ['dfm.sandbox'] } });
  return containers.flatMap(({ Id, Labels }) => (Labels['dfm.sandbox']?.startsWith(`${dir}/`) ? [{ kind: 'container' as const, name: Id, slot: slotIn(Labels['dfm.sandbox'].slice(dir.length)) }] : []));
}

async function mountsIn(dir: string): Promise<Remnant[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8')).split('\n').filter((line) => line.includes(`${dir}/`));
  return lines.map((line) => ({ kind: 'mount', name: line, slot: slotIn(line) }));
}

async function loopDevicesOn(dir: string): Promise<Remnant[]> {
  const names = (await readdir('/sys/block')).filter((name) => name.startsWith('loop'));
  const backing = await Promise.all(names.map(async (name) => [name, await readFile(`/sys/block/${name}/loop/backing_file`, 'utf8').catch(() => '')] as const));
  return backing.filter(([, file]) => file.startsWith(`${dir}/`)).map(([name, file]) => ({ kind: 'loop device', name, slot: slotIn(file.slice(dir.length)) }));
}

async function foldersIn(dir: string): Promise<Remnant[]> {
  return (await readdir(dir)).filter((name) => /^(slot|shelf|uses)-/.test(name)).map((name) => ({ kind: 'folder', name, slot: slotIn(name) }));
}

/** Programs of the host that work in the folder, and all that runs in the containers. */
async function processesOf(dir: string, containerIds: readonly string[]): Promise<Remnant[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    pids.map(async (pid): Promise<Remnant[]> => {
      const [commandLine, cgroup] = await Promise.all([readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''), readFile(`/proc/${pid}/cgroup`, 'utf8').catch(() => '')]);
      if (!commandLine.includes(`${dir}/slot-`) && !containerIds.some((id) => cgroup.includes(id))) return [];
      return [{ kind: 'process', name: `${pid} ${commandLine.replaceAll('\0', ' ').slice(0, 120)}`, slot: slotIn(commandLine.slice(commandLine.indexOf(dir))) }];
    }),
  );
  return found.flat();
}
