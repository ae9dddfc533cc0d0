import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectEngine } from '../src/engine/connect.ts';

/** One thing that a sandbox, or who makes sandboxes, has on this machine. */
export interface Remnant {
  kind: 'container' | 'volume' | 'mount' | 'loop device' | 'folder' | 'file system of the disks';
  name: string;
  /** Name of the slot it belongs to, such as `slot-0`. */
  slot: string | undefined;
}

/** Mounted as long as a process uses it. */
const shared = 'file system of the disks';

/**
 * What sandboxes of a data folder have on this machine, in a fixed order: two looks are equal when what came
 * between left nothing. Disks that sandboxes start from stay, and are none of it.
 */
export async function remnantsIn(dataDir: string, dockerSocket: string): Promise<Remnant[]> {
  const dir = join(dataDir, 'sandboxes');
  const found = await Promise.all([
    ofContainers(dir, dockerSocket),
    mountsIn(dir),
    loopDevicesOn(dir),
    foldersIn(dir),
  ]);
  return found.flat().sort((a, b) => `${a.kind} ${a.name}`.localeCompare(`${b.kind} ${b.name}`));
}

/** How many there are of each kind; a kind of which there is none is left out. */
export function countsOf(remnants: readonly Remnant[]): Partial<Record<Remnant['kind'], number>> {
  return Object.fromEntries(
    [...Map.groupBy(remnants, ({ kind }) => kind)].map(([kind, all]) => [kind, all.length]),
  );
}

export function slotIn(path: string): string | undefined {
  return /slot-\d+/.exec(path)?.[0];
}

async function ofContainers(dir: string, dockerSocket: string): Promise<Remnant[]> {
  const containers = await connectEngine(dockerSocket).listContainers({
    all: true,
    filters: { label: ['dfm.sandbox'] },
  });
  return containers.flatMap(({ Id, Labels, Mounts }): Remnant[] => {
    const place = Labels['dfm.sandbox'];
    if (!place?.startsWith(`${dir}/`)) return [];
    const slot = slotIn(place.slice(dir.length));
    const volumes = Mounts.filter(({ Type }) => (Type as string) === 'volume');
    return [
      { kind: 'container', name: Id, slot },
      ...volumes.map(({ Name }): Remnant => ({ kind: 'volume', name: Name ?? Id, slot })),
    ];
  });
}

async function mountsIn(dir: string): Promise<Remnant[]> {
  const lines = (await readFile('/proc/self/mounts', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(`${dir}/`));
  return lines.map((line) => ({
    kind: line.includes(` ${dir}/disks `) ? shared : 'mount',
    name: line,
    slot: slotIn(line),
  }));
}

async function loopDevicesOn(dir: string): Promise<Remnant[]> {
  const names = (await readdir('/sys/block')).filter((name) => name.startsWith('loop'));
  const backing = await Promise.all(
    names.map(
      async (name) =>
        [
          name,
          (await readFile(`/sys/block/${name}/loop/backing_file`, 'utf8').catch(() => '')).trim(),
        ] as const,
    ),
  );
  return backing
    .filter(([, file]) => file.startsWith(`${dir}/`))
    .map(([name, file]) => ({
      kind: file === `${dir}/disks.xfs` ? shared : 'loop device',
      name,
      slot: slotIn(file.slice(dir.length)),
    }));
}

async function foldersIn(dir: string): Promise<Remnant[]> {
  const names = await readdir(dir).catch(() => []);
  return names
    .filter((name) => /^(slot|uses|disks)-/.test(name))
    .map((name) => ({ kind: 'folder', name, slot: slotIn(name) }));
}
