import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { connectEngine } from '../src/engine/connect.ts';

/** A resource on this machine that belongs to a sandbox or to a process that creates sandboxes. */
export interface Remnant {
  kind: 'container' | 'volume' | 'mount' | 'loop device' | 'folder' | 'file system of the disks';
  name: string;
  /** Name of the slot it belongs to, such as `slot-0`. */
  slot: string | undefined;
}

/** Mounted while a process uses it. */
const shared = 'file system of the disks';

/**
 * Resources of a data folder's sandboxes on this machine, in a fixed order, so that two results are equal if
 * nothing was left behind in between. Does not include the templates, which stay.
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

/** Number of remnants of each kind, without kinds of which there are none. */
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
    const slotDir = Labels['dfm.sandbox'];
    if (!slotDir?.startsWith(`${dir}/`)) return [];
    const slot = slotIn(slotDir.slice(dir.length));
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
